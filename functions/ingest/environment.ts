import * as z from 'zod';
import { readEnvironment } from '../runtime/environment.ts';

/** What the stack tells the ingest function. */
export function readIngestEnvironment(environment: NodeJS.ProcessEnv): { queueUrl: string } {
  const { QUEUE_URL } = readEnvironment(environment, { QUEUE_URL: z.url() });
  return { queueUrl: QUEUE_URL };
}
