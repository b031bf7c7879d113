import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const recordings = join(import.meta.dirname, '../../../recordings');

const taskInstance = z.object({
  dag_id: z.string(),
  dag_run_id: z.string(),
  task_id: z.string(),
  map_index: z.number().optional(),
  state: z.string().nullable().optional(),
  try_number: z.number().optional(),
  max_tries: z.number().optional(),
});

const body = z.looseObject({ task_instances: z.array(taskInstance).optional(), state: z.string().optional() });

const recording = z.object({
  request: z.object({ method: z.string(), path: z.string(), body: z.looseObject({}).nullable() }),
  response: z.object({ status: z.number(), body }),
});

export type Recording = z.infer<typeof recording>;
export type RecordedTaskInstance = z.infer<typeof taskInstance>;

/** What a real Airflow was asked and what it answered: `readRecording('2.11.2', 103)`. */
export function readRecording(version: string, number: number): Recording {
  const folder = join(recordings, version);
  const file = readdirSync(folder).find((name) => name.startsWith(`${String(number).padStart(3, '0')}-`));
  if (file === undefined) throw new Error(`there is no recording ${number} of ${version}`);
  return recording.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
}
