import * as z from 'zod';
import { ApiError } from '../api-host/api-error.ts';

const settableState = z.enum(['success', 'failed', 'skipped']);
const flag = z.boolean().optional();

export const clearTaskInstancesBody = z.strictObject({
  dagRunId: z.string().optional(),
  endDate: z.string().optional(),
  includeDownstream: flag,
  includeFuture: flag,
  includeParentDags: flag,
  includePast: flag,
  includeSubDags: flag,
  includeUpstream: flag,
  isDryRun: flag,
  onlyFailed: flag,
  onlyRunning: flag,
  resetDagRuns: flag,
  startDate: z.string().optional(),
  taskIds: z.array(z.string()).min(1).optional(),
});

/** Airflow 2 names a flag that is missing (`isDryRun` apart). */
export const updateTaskInstancesStateBody = z.strictObject({
  dagRunId: z.string().optional(),
  executionDate: z.string().optional(),
  includeDownstream: z.boolean(),
  includeFuture: z.boolean(),
  includePast: z.boolean(),
  includeUpstream: z.boolean(),
  isDryRun: flag,
  state: settableState,
  taskId: z.string(),
});

export const updateTaskInstanceBody = z.strictObject({ isDryRun: flag, state: settableState });
export const clearDagRunBody = z.strictObject({ isDryRun: flag });
export const updateDagRunBody = z.strictObject({ state: z.enum(['success', 'failed', 'queued']) });

/** The body in the schema's shape, or a 400 that names what is wrong with it. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === undefined) throw new ApiError(400, 'A JSON body is required');
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    400,
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '),
  );
}
