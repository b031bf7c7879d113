import * as z from 'zod';
import type { ListedTaskInstance } from '../../airflow-http/page.ts';
import { runPageOf, taskInstancePageOf } from '../../airflow-http/rest-pages.ts';
import { count, flag, id, state, text, time } from '../../airflow-http/wire-fields.ts';
import type { Dag, Run } from '../../core/airflow/run.ts';
import { parseRunState, parseTaskInstanceState } from '../../core/airflow/state.ts';
import type { TaskGraph } from '../../core/airflow/task-graph.ts';
import { unmapped } from '../../core/airflow/task-instance.ts';

/** What Airflow 2 answers, read at the boundary: strict about shapes, loose about extra fields; null and absent are one. */
const taskInstance = z
  .object({
    dag_id: id,
    dag_run_id: id,
    task_id: id,
    map_index: z.int().min(unmapped).nullish(),
    state,
    try_number: count.nullish(),
    max_tries: z.int().nullish(),
    execution_date: time,
    start_date: time,
    end_date: time,
    duration: z.number().nullish(),
    operator: text,
    queue: text,
    pool: text,
  })
  .transform(
    (wire): ListedTaskInstance => ({
      dagId: wire.dag_id,
      dagRunId: wire.dag_run_id,
      taskId: wire.task_id,
      mapIndex: wire.map_index ?? unmapped,
      state: parseTaskInstanceState(wire.state),
      tryNumber: wire.try_number ?? 0,
      maxTries: Math.max(0, wire.max_tries ?? 0),
      logicalAt: wire.execution_date,
      startedAt: wire.start_date,
      endedAt: wire.end_date,
      durationSeconds: wire.duration ?? null,
      operator: wire.operator,
      queue: wire.queue,
      pool: wire.pool,
    }),
  );

export const taskInstancePage = taskInstancePageOf(taskInstance);

/** Stricter than the document, where every field is optional: a reference that does not say what it names proves nothing. */
const reference = z
  .object({ dag_id: id, dag_run_id: id, task_id: id })
  .transform(({ dag_id, dag_run_id, task_id }) => ({
    dagId: dag_id,
    dagRunId: dag_run_id,
    taskId: task_id,
    mapIndex: null,
  }));

export const references = z
  .object({ task_instances: z.array(reference) })
  .transform(({ task_instances: items }) => items);

/** A real write to one task instance is answered with `{}`, whatever it did. */
export const oneReference = z.union([
  reference.transform((one) => [one]),
  z.strictObject({}).transform((): z.output<typeof reference>[] => []),
]);

export const run = z
  .object({
    dag_id: id,
    dag_run_id: id,
    state,
    run_type: text,
    logical_date: time,
    execution_date: time,
    start_date: time,
    end_date: time,
  })
  .transform(
    (wire): Run => ({
      dagId: wire.dag_id,
      dagRunId: wire.dag_run_id,
      state: parseRunState(wire.state),
      runType: wire.run_type ?? 'unknown',
      logicalAt: wire.logical_date ?? wire.execution_date,
      startedAt: wire.start_date,
      endedAt: wire.end_date,
    }),
  );

export const runPage = runPageOf(run);

export const dag = z
  .object({
    dag_id: id,
    is_paused: flag,
    is_active: flag,
    has_import_errors: flag,
    max_active_runs: count.nullish(),
    tags: z.array(z.object({ name: z.string() })).nullish(),
    owners: z.array(z.string()).nullish(),
  })
  .transform(
    (wire): Dag => ({
      dagId: wire.dag_id,
      isPaused: wire.is_paused,
      isActive: wire.is_active,
      hasImportErrors: wire.has_import_errors,
      maxActiveRuns: wire.max_active_runs ?? null,
      tags: (wire.tags ?? []).map(({ name }) => name),
      owners: wire.owners ?? [],
    }),
  );

export const taskGraph = z
  .object({
    tasks: z.array(z.object({ task_id: id, trigger_rule: text, downstream_task_ids: z.array(z.string()).nullish() })),
  })
  .transform(
    ({ tasks }): TaskGraph =>
      tasks.map(({ task_id: taskId, trigger_rule: triggerRule, downstream_task_ids: below }) => ({
        taskId,
        triggerRule,
        downstreamTaskIds: below ?? [],
      })),
  );

export const logPiece = z
  .object({ content: text, continuation_token: text })
  .transform(({ content, continuation_token: continuationToken }) => ({ content: content ?? '', continuationToken }));

export const eventLogs = z
  .object({
    event_logs: z.array(
      z.object({ when: time, map_index: z.int().nullish(), try_number: z.int().nullish(), event: text, extra: text }),
    ),
  })
  .transform(({ event_logs: entries }) =>
    entries.map(({ when: at, map_index, try_number, event, extra }) => ({
      event: event ?? '',
      at,
      mapIndex: map_index ?? null,
      tryNumber: try_number ?? null,
      extra,
    })),
  );
