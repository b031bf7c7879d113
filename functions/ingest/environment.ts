import * as z from 'zod';
import { readEnvironment } from '../runtime/environment.ts';

/** What the stack tells the ingest function. */
export function readIngestEnvironment(environment: NodeJS.ProcessEnv): { queueUrl: string } {
  const { QUEUE_URL } = readEnvironment(environment, { QUEUE_URL: z.url() });
  return { queueUrl: QUEUE_URL };
}

/** And where it has sources whose deliveries it remembers. */
export function readReplayEnvironment(environment: NodeJS.ProcessEnv): { replayTableName: string } {
  const { REPLAY_TABLE_NAME } = readEnvironment(environment, { REPLAY_TABLE_NAME: z.string().min(1) });
  return { replayTableName: REPLAY_TABLE_NAME };
}
