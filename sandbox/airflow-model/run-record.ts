import type { TaskInstanceState } from '../../shared/core/airflow/state.ts';
import type { CompiledTask } from './compiled-dag.ts';

/** One DAG run as Airflow's database holds it, grouped by task. Times are epoch milliseconds. */
export interface RunRecord {
  readonly dagId: string;
  readonly dagRunId: string;
  /** The order in which runs were created; breaks every tie. */
  readonly ordinal: number;
  readonly runType: string;
  readonly logicalAt: number | null;
  state: 'queued' | 'running' | 'success' | 'failed';
  queuedAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  /** When the scheduler looks at this run next. */
  wakeAt: number | null;
  /** The scheduler has decided how the run ends and has not committed it yet. */
  closingAs: 'success' | 'failed' | null;
  /** Which version of the DAG its tasks were made for. */
  dagVersion: number;
  nextOrdinal: number;
  unfinished: number;
  /** In the order of the DAG's tasks; tasks that the DAG dropped come last. */
  tasks: RunTask[];
  byTaskId: Map<string, RunTask>;
}

/** The instances of one task in one run. */
export interface RunTask {
  readonly taskId: string;
  /** Null: the DAG dropped this task. */
  readonly task: CompiledTask | null;
  readonly instances: TaskInstanceRecord[];
  /** How many instances are in each state; kept by `changeState` alone. */
  readonly tally: Record<TaskInstanceState, number>;
}

export interface TaskInstanceRecord {
  readonly taskId: string;
  mapIndex: number;
  /** Its order within the run; breaks every tie. */
  readonly ordinal: number;
  state: TaskInstanceState;
  tryNumber: number;
  maxTries: number;
  queuedAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  /** When something happens to it by itself. */
  dueAt: number | null;
  /** How often the present try was deferred or rescheduled. */
  pauses: number;
  /** A pass in flight still believes that it is blocked. */
  blockedAgain: boolean;
  readonly starts: Start[];
  readonly history: PastTry[];
}

/** One start of the task's process. Several starts can belong to one try, and a try can have none. */
export interface Start {
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly startedAt: number;
  endedAt: number | null;
  ending: StartEnding | null;
  /** The state that somebody set while it ran. */
  setTo: TaskInstanceState | null;
}

/** The first three: by its own outcome. `externally-set`: somebody set its state and it was stopped. `cleared`: killed to restart. */
export type StartEnding =
  | 'succeeded'
  | 'skipped'
  | 'failed'
  | 'killed'
  | 'lost-worker'
  | 'missing-setup'
  | 'externally-set'
  | 'cleared';

/** A row of the task instance history. */
export interface PastTry {
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly state: TaskInstanceState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

const finishedStates: ReadonlySet<TaskInstanceState> = new Set<TaskInstanceState>([
  'success',
  'failed',
  'skipped',
  'upstream_failed',
  'removed',
]);

export function isFinished(state: TaskInstanceState): boolean {
  return finishedStates.has(state);
}

/** The only way to change a task instance's state: keeps the tallies right and forgets what was due. */
export function changeState(
  run: RunRecord,
  group: RunTask,
  taskInstance: TaskInstanceRecord,
  state: TaskInstanceState,
): void {
  if (isFinished(taskInstance.state) !== isFinished(state)) run.unfinished += isFinished(state) ? -1 : 1;
  group.tally[taskInstance.state] -= 1;
  group.tally[state] += 1;
  taskInstance.state = state;
  taskInstance.dueAt = null;
}

export function addTaskInstance(run: RunRecord, group: RunTask, mapIndex: number): TaskInstanceRecord {
  const taskInstance: TaskInstanceRecord = {
    taskId: group.taskId,
    mapIndex,
    ordinal: run.nextOrdinal,
    state: 'none',
    tryNumber: 0,
    maxTries: group.task?.retries ?? 0,
    queuedAt: null,
    startedAt: null,
    endedAt: null,
    dueAt: null,
    pauses: 0,
    blockedAgain: false,
    starts: [],
    history: [],
  };
  run.nextOrdinal += 1;
  adoptTaskInstance(run, group, taskInstance);
  return taskInstance;
}

export function adoptTaskInstance(run: RunRecord, group: RunTask, taskInstance: TaskInstanceRecord): void {
  group.instances.push(taskInstance);
  group.tally[taskInstance.state] += 1;
  if (!isFinished(taskInstance.state)) run.unfinished += 1;
}

export function createRunTask(taskId: string, task: CompiledTask | null): RunTask {
  return { taskId, task, instances: [], tally: { ...noInstances } };
}

const noInstances: Record<TaskInstanceState, number> = {
  none: 0,
  scheduled: 0,
  queued: 0,
  running: 0,
  success: 0,
  failed: 0,
  skipped: 0,
  up_for_retry: 0,
  up_for_reschedule: 0,
  upstream_failed: 0,
  deferred: 0,
  removed: 0,
  restarting: 0,
  unknown: 0,
};

export function* taskInstancesOf(run: RunRecord): Generator<{ group: RunTask; taskInstance: TaskInstanceRecord }> {
  for (const group of run.tasks) for (const taskInstance of group.instances) yield { group, taskInstance };
}

/** Copies the present try into the history, as Airflow does before it makes room for the next. */
export function rememberTry(
  taskInstance: TaskInstanceRecord,
  state: TaskInstanceState,
  endedAt = taskInstance.endedAt,
): void {
  const { tryNumber, maxTries, startedAt } = taskInstance;
  taskInstance.history.push({ tryNumber, maxTries, state, startedAt, endedAt });
}
