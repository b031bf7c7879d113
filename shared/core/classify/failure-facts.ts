import * as z from 'zod';
import type { FailureEvidence } from './failure-evidence.ts';

const number = z.number().nullable().catch(null).default(null);
const text = z.string().nullable().catch(null).default(null);

/** What may be said about a failed try beside its log. What is not said, or is of another kind, is null. */
export const failureFacts = z.object({
  operator: text,
  state: text,
  tryNumber: number,
  maxTries: number,
  mapIndex: number,
  durationSeconds: number,
  executionTimeoutSeconds: number,
  exitCode: number,
  reportError: text,
}) satisfies z.ZodType<Omit<FailureEvidence, 'logTail'>>;
export type FailureFacts = z.output<typeof failureFacts>;

/** Nothing is known beside the log. */
export const bareFailureFacts: FailureFacts = failureFacts.parse({});
