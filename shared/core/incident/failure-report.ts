import * as z from 'zod';

const idBytesMax = 512;
const id = z
  .string()
  .min(1)
  .max(idBytesMax)
  .refine((text) => text.isWellFormed(), 'holds half a character');
const text = z.string().max(2_000);

/** The most labels a report keeps: what a sender adds beyond that is dropped when it is normalized. */
export const labelsMax = 64;

/**
 * One normalized alert: a hint that something may have failed. A report without a run is a hint for the DAG,
 * one without a DAG a hint for the whole deployment. Nothing in it is trusted as truth.
 */
export const failureReportSchema = z.strictObject({
  /** Airmend's own id, in the 202 answer and in every log line that follows. */
  reportId: id,
  /** The configured source's name. */
  source: z.string().min(1).max(128),
  /** The deployment's name in the config; always one that the source may speak for. */
  deployment: z.string().min(1).max(128),
  dagId: id.nullable(),
  dagRunId: id.nullable(),
  taskId: id.nullable(),
  mapIndex: z.int().min(-1).nullable(),
  tryNumber: z.int().min(0).nullable(),
  state: z.string().max(64).nullable(),
  error: text.nullable(),
  logUrl: z.string().max(2_048).nullable(),
  /** Epoch ms: when the sender says that it happened. */
  occurredAt: z.number().nullable(),
  severity: z.enum(['critical', 'error', 'warning', 'info']).nullable(),
  labels: z.record(z.string().max(256), z.string().max(1_024)),
  /** Equal for deliveries of one and the same alert. */
  dedupeKey: z.string().min(1).max(1_024),
  /** The sender says that it is over. Only brings a look forward: the API decides. */
  resolved: z.boolean(),
});

export type FailureReport = z.infer<typeof failureReportSchema>;
