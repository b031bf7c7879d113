import type { TaskInstanceState } from '../../shared/core/airflow/state.ts';
import type { RunRecord, TaskInstanceRecord } from './run-record.ts';
import { maxActiveRunsDefault } from './scheduler.ts';
import type { DagRecord, World } from './world.ts';
import { isStale } from './world.ts';

/** A DAG as Airflow's API would show it. */
export interface DagView {
  readonly dagId: string;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly hasImportErrors: boolean;
  readonly maxActiveRuns: number;
  readonly tags: readonly string[];
  readonly owners: readonly string[];
}

export interface RunView {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly runType: string;
  readonly logicalAt: number | null;
  readonly state: RunRecord['state'];
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface TaskInstanceView {
  readonly taskId: string;
  readonly mapIndex: number;
  readonly state: TaskInstanceState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly durationSeconds: number | null;
  readonly operator: string;
  readonly queue: string;
  readonly pool: string;
}

/** One row of a task instance's tries. */
export interface TryView {
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly state: TaskInstanceState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export function viewDag(world: World, dag: DagRecord, now: number): DagView {
  const { definition } = dag.compiled;
  return {
    dagId: dag.dagId,
    isPaused: dag.isPaused,
    isActive: !isStale(world, dag, now),
    hasImportErrors: dag.file === 'import-error',
    maxActiveRuns: definition.maxActiveRuns ?? maxActiveRunsDefault,
    tags: definition.tags ?? [],
    owners: definition.owners ?? ['airflow'],
  };
}

/** A task of a DAG as it is now. */
export interface TaskView {
  readonly taskId: string;
  readonly triggerRule: string;
  readonly downstreamTaskIds: readonly string[];
}

export function viewTasks({ compiled }: DagRecord): TaskView[] {
  return [...compiled.byTaskId.values()].map(({ taskId, triggerRule, downstream }) => ({
    taskId,
    triggerRule,
    downstreamTaskIds: [...downstream].map((below) => below.taskId),
  }));
}

/** A try whose worker was lost: Airflow notes that beside the log. */
export interface LostTry {
  readonly taskId: string;
  readonly mapIndex: number;
  readonly tryNumber: number;
  readonly at: number;
}

export function viewLostTries(run: RunRecord): LostTry[] {
  return run.tasks.flatMap(({ instances }) =>
    instances.flatMap(({ taskId, mapIndex, starts }) =>
      starts.flatMap(({ ending, endedAt, tryNumber }) =>
        ending === 'lost-worker' && endedAt !== null ? [{ taskId, mapIndex, tryNumber, at: endedAt }] : [],
      ),
    ),
  );
}

export function viewRun(run: RunRecord): RunView {
  const { dagId, dagRunId, runType, logicalAt, state, queuedAt, startedAt, endedAt } = run;
  return { dagId, dagRunId, runType, logicalAt, state, queuedAt, startedAt, endedAt };
}

export function viewTaskInstances(run: RunRecord): TaskInstanceView[] {
  const views: TaskInstanceView[] = [];
  for (const { task, instances } of run.tasks) {
    const operator = task?.operator ?? 'PythonOperator';
    const queue = task?.definition.queue ?? 'default';
    const pool = task?.definition.pool ?? 'default_pool';
    for (const { taskId, mapIndex, state, tryNumber, maxTries, queuedAt, startedAt, endedAt } of instances) {
      const durationSeconds = startedAt === null || endedAt === null ? null : (endedAt - startedAt) / 1_000;
      views.push({
        taskId,
        mapIndex,
        state,
        tryNumber,
        maxTries,
        queuedAt,
        startedAt,
        endedAt,
        durationSeconds,
        operator,
        queue,
        pool,
      });
    }
  }
  return views;
}

/** The history and the present try; while it waits for a retry, the history has it already. */
export function viewTries(taskInstance: TaskInstanceRecord): TryView[] {
  const { tryNumber, maxTries, state, startedAt, endedAt } = taskInstance;
  const present = { tryNumber, maxTries, state, startedAt, endedAt };
  return state === 'up_for_retry' ? [...taskInstance.history] : [...taskInstance.history, present];
}
