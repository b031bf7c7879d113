import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const folder = join(import.meta.dirname, '../../recordings');

const recording = z.object({
  airflow: z.string(),
  name: z.string(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    query: z.record(z.string(), z.unknown()).nullish(),
    body: z.unknown(),
  }),
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() }),
});

/** What a real Airflow was asked and what it answered. */
export type Recording = z.output<typeof recording>;

export function listRecordings(): Recording[] {
  return readdirSync(folder).flatMap((version) =>
    readdirSync(join(folder, version)).map((file) => read(join(folder, version, file))),
  );
}

/** `findRecording('3.3.2', 'set-noop')`. */
export function findRecording(version: string, name: string): Recording {
  const file = readdirSync(join(folder, version)).find((one) => one.slice(4) === `${name}.json`);
  if (file === undefined) throw new Error(`there is no recording ${name} of ${version}`);
  return read(join(folder, version, file));
}

function read(file: string): Recording {
  return recording.parse(JSON.parse(readFileSync(file, 'utf8')));
}
