import * as z from 'zod';
import type { ListedTaskInstance, Page } from '../../airflow-http/page.ts';
import { count, flag, id, state, text, time } from '../../airflow-http/wire-fields.ts';
import type { Dag, Run } from '../../core/airflow/run.ts';
import { parseRunState, parseTaskInstanceState } from '../../core/airflow/state.ts';
import { unmapped } from '../../core/airflow/task-instance.ts';

/** What the core API answers, read at the boundary: strict about shapes, loose about extra fields; null and absent are one. */
export const taskInstance = z
  .object({
    dagId: id,
    dagRunId: id,
    taskId: id,
    mapIndex: z.int().min(unmapped).nullish(),
    state,
    tryNumber: count.nullish(),
    maxTries: count.nullish(),
    executionDate: time,
    startDate: time,
    endDate: time,
    duration: z.number().nullish(),
    operator: text,
    queue: text,
    pool: text,
  })
  .transform(
    (wire): ListedTaskInstance => ({
      dagId: wire.dagId,
      dagRunId: wire.dagRunId,
      taskId: wire.taskId,
      mapIndex: wire.mapIndex ?? unmapped,
      state: parseTaskInstanceState(wire.state),
      tryNumber: wire.tryNumber ?? 0,
      maxTries: wire.maxTries ?? 0,
      logicalAt: wire.executionDate,
      startedAt: wire.startDate,
      endedAt: wire.endDate,
      durationSeconds: wire.duration ?? null,
      operator: wire.operator,
      queue: wire.queue,
      pool: wire.pool,
    }),
  );

export const taskInstancePage = z
  .object({ taskInstances: z.array(taskInstance), totalCount: count, limit: count, offset: count })
  .transform(
    ({ taskInstances, totalCount, limit }): Page<ListedTaskInstance> => ({ items: taskInstances, totalCount, limit }),
  );

/** Stricter than the document, where every field is optional: a reference that does not say what it names proves nothing. */
const reference = z
  .object({ dagId: id, dagRunId: id, taskId: id })
  .transform(({ dagId, dagRunId, taskId }) => ({ dagId, dagRunId, taskId, mapIndex: null }));

export const references = z
  .object({ taskInstances: z.array(reference).nullish() })
  .transform(({ taskInstances }) => taskInstances ?? []);

/** Airflow 2 answers a real write to one task instance with `{}`. */
export const oneReference = z.union([reference, z.strictObject({}).transform(() => null)]);

export const run = z
  .object({
    id,
    dagId: id,
    state,
    type: text,
    runType: text,
    logicalDate: time,
    executionDate: time,
    startDate: time,
    endDate: time,
  })
  .transform(
    (wire): Run => ({
      dagId: wire.dagId,
      dagRunId: wire.id,
      state: parseRunState(wire.state),
      runType: wire.type ?? wire.runType ?? 'unknown',
      logicalAt: wire.logicalDate ?? wire.executionDate,
      startedAt: wire.startDate,
      endedAt: wire.endDate,
    }),
  );

export const runPage = z
  .object({ dagRuns: z.array(run), totalCount: count, limit: count, offset: count })
  .transform(({ dagRuns, totalCount, limit }): Page<Run> => ({ items: dagRuns, totalCount, limit }));

export const clearedRun = z
  .object({ dagRun: run.nullish(), taskInstances: z.array(taskInstance).nullish() })
  .transform(({ dagRun, taskInstances }) => ({ run: dagRun ?? null, taskInstances: taskInstances ?? [] }));

export const dag = z
  .object({
    dagId: id,
    isPaused: flag,
    isActive: flag,
    hasImportErrors: flag,
    maxActiveRuns: count.nullish(),
    tags: z.array(z.object({ name: z.string().optional() })).nullish(),
    owners: z.array(z.string()),
  })
  .transform(
    (wire): Dag => ({
      dagId: wire.dagId,
      isPaused: wire.isPaused,
      isActive: wire.isActive,
      hasImportErrors: wire.hasImportErrors,
      maxActiveRuns: wire.maxActiveRuns ?? null,
      tags: (wire.tags ?? []).flatMap(({ name }) => name ?? []),
      owners: wire.owners,
    }),
  );

export const logPiece = z
  .object({ content: text, continuationToken: text })
  .transform(({ content, continuationToken }) => ({ content: content ?? '', continuationToken }));
