import * as z from 'zod';
import type { ListedTaskInstance } from '../../airflow-http/page.ts';
import { runPageOf, taskInstancePageOf } from '../../airflow-http/rest-pages.ts';
import { count, flag, id, state, text, time } from '../../airflow-http/wire-fields.ts';
import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import type { Dag, Run } from '../../core/airflow/run.ts';
import { parseRunState, parseTaskInstanceState } from '../../core/airflow/state.ts';
import type { TaskGraph } from '../../core/airflow/task-graph.ts';
import { unmapped } from '../../core/airflow/task-instance.ts';

/** What Airflow 3 answers, read at the boundary: strict about shapes, loose about extra fields. Its `id`s change at every clear and are not read. */
const taskInstance = z
  .object({
    dag_id: id,
    dag_run_id: id,
    task_id: id,
    map_index: z.int().min(unmapped),
    state,
    try_number: count,
    max_tries: z.int(),
    logical_date: time,
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
      mapIndex: wire.map_index,
      state: parseTaskInstanceState(wire.state),
      tryNumber: wire.try_number,
      maxTries: Math.max(0, wire.max_tries),
      logicalAt: wire.logical_date,
      startedAt: wire.start_date,
      endedAt: wire.end_date,
      durationSeconds: wire.duration ?? null,
      operator: wire.operator,
      queue: wire.queue,
      pool: wire.pool,
    }),
  );

export const taskInstancePage = taskInstancePageOf(taskInstance);

/** What a preview or a write touches. */
export const affected = z
  .object({ task_instances: z.array(taskInstance) })
  .transform(({ task_instances: items }): AffectedTaskInstance[] =>
    items.map(({ dagId, dagRunId, taskId, mapIndex }) => ({ dagId, dagRunId, taskId, mapIndex })),
  );

/** The logical date is null for runs without one: manual ones and those that assets trigger. */
export const run = z
  .object({ dag_id: id, dag_run_id: id, state, run_type: text, logical_date: time, start_date: time, end_date: time })
  .transform(
    (wire): Run => ({
      dagId: wire.dag_id,
      dagRunId: wire.dag_run_id,
      state: parseRunState(wire.state),
      runType: wire.run_type ?? 'unknown',
      logicalAt: wire.logical_date,
      startedAt: wire.start_date,
      endedAt: wire.end_date,
    }),
  );

export const runPage = runPageOf(run);

export const dag = z
  .object({
    dag_id: id,
    is_paused: flag,
    is_stale: flag,
    has_import_errors: flag,
    max_active_runs: count.nullish(),
    tags: z.array(z.object({ name: z.string() })).nullish(),
    owners: z.array(z.string()),
  })
  .transform(
    (wire): Dag => ({
      dagId: wire.dag_id,
      isPaused: wire.is_paused,
      isActive: wire.is_stale === null ? null : !wire.is_stale,
      hasImportErrors: wire.has_import_errors,
      maxActiveRuns: wire.max_active_runs ?? null,
      tags: (wire.tags ?? []).map(({ name }) => name),
      owners: wire.owners,
    }),
  );

export const taskGraph = z
  .object({
    tasks: z.array(
      z.object({
        task_id: z.string().nullish(),
        trigger_rule: text,
        downstream_task_ids: z.array(z.string()).nullish(),
      }),
    ),
  })
  .transform(
    ({ tasks }): TaskGraph =>
      tasks.flatMap(({ task_id: taskId, trigger_rule: triggerRule, downstream_task_ids: below }) =>
        taskId == null ? [] : [{ taskId, triggerRule, downstreamTaskIds: below ?? [] }],
      ),
  );

/** One structured message of a log. */
export const logMessage = z.looseObject({ event: z.string() });

export const logAnswer = z
  .object({ content: z.union([z.array(logMessage), z.array(z.string())]), continuation_token: text })
  .transform(({ content, continuation_token: continuationToken }) => ({ content, continuationToken }));

export const eventLogs = z
  .object({
    event_logs: z.array(
      z.object({
        when: time,
        map_index: z.int().nullish(),
        try_number: z.int().nullish(),
        event: z.string(),
        extra: text,
      }),
    ),
  })
  .transform(({ event_logs: entries }) =>
    entries.map(({ when: at, map_index, try_number, event, extra }) => ({
      event,
      at,
      mapIndex: map_index ?? null,
      tryNumber: try_number ?? null,
      extra,
    })),
  );

export const accessToken = z.object({ access_token: z.string().min(1) });

/** What an error says of itself: only told apart, never shown. */
export const errorAnswer = z.object({ detail: z.unknown() });
