/**
 * States of task instances and runs, in one spelling (Airflow's own).
 *
 * APIs spell them in two ways (`up_for_retry`, `upForRetry`) and have four ways to say "no state yet"
 * (null, absent, `none`, `no_status`). A state that this version does not know is `unknown`, never `failed`.
 */
export const taskInstanceStates = [
  'none',
  'scheduled',
  'queued',
  'running',
  'success',
  'failed',
  'skipped',
  'up_for_retry',
  'up_for_reschedule',
  'upstream_failed',
  'deferred',
  'removed',
  'restarting',
  'unknown',
] as const;

export type TaskInstanceState = (typeof taskInstanceStates)[number];

export const runStates = ['queued', 'running', 'success', 'failed', 'unknown'] as const;

export type RunState = (typeof runStates)[number];

const knownTaskInstanceStates: ReadonlySet<string> = new Set(taskInstanceStates);
const knownRunStates: ReadonlySet<string> = new Set(runStates);

/** Reads a task instance's state in any published spelling. Never throws: what it can't read is `unknown`. */
export function parseTaskInstanceState(written: unknown): TaskInstanceState {
  if (written === null || written === undefined) return 'none';
  if (typeof written !== 'string') return 'unknown';
  const state = toSnakeCase(written);
  if (state === '' || state === 'no_status') return 'none';
  return isTaskInstanceState(state) ? state : 'unknown';
}

/** Reads a run's state in any spelling. Never throws: what it can't read is `unknown`. */
export function parseRunState(written: unknown): RunState {
  if (typeof written !== 'string') return 'unknown';
  const state = toSnakeCase(written);
  return isRunState(state) ? state : 'unknown';
}

/** The task instance is being worked on or will be without anybody's help, as long as its run is not finished. */
export function isActive(state: TaskInstanceState): boolean {
  return activeStates.has(state);
}

const activeStates: ReadonlySet<TaskInstanceState> = new Set<TaskInstanceState>([
  'scheduled',
  'queued',
  'running',
  'up_for_retry',
  'up_for_reschedule',
  'deferred',
  'restarting',
]);

/** Work that ended well enough for what is below it: `skipped` and `removed` count as settled. */
export function isSettled(state: TaskInstanceState): boolean {
  return state === 'success' || state === 'skipped' || state === 'removed';
}

export function isRunFinished(state: RunState): boolean {
  return state === 'success' || state === 'failed';
}

function isTaskInstanceState(state: string): state is TaskInstanceState {
  return knownTaskInstanceStates.has(state);
}

function isRunState(state: string): state is RunState {
  return knownRunStates.has(state);
}

function toSnakeCase(written: string): string {
  return written
    .trim()
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    .replace(/^_/, '');
}
