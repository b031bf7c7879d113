import type { TaskInstanceState } from './state.ts';

/** The map index of a task instance whose task is not mapped. */
export const unmapped = -1;

/** One task instance as the API showed it. Times are epoch milliseconds. */
export interface TaskInstance {
  readonly taskId: string;
  /** -1 when unmapped. */
  readonly mapIndex: number;
  readonly state: TaskInstanceState;
  /** The current or latest try; 0 before the first. */
  readonly tryNumber: number;
  /** Airflow's `max_tries`: the retries it still allows, counted from the first try; a clear raises it. */
  readonly maxTries: number;
  readonly startedAt: number | null;
  /** Not reset by a clear: it can be older than the present state. */
  readonly endedAt: number | null;
  readonly durationSeconds: number | null;
  readonly operator: string | null;
  readonly queue: string | null;
  readonly pool: string | null;
}

/** Names one task instance within a run. */
export interface TaskInstanceKey {
  readonly taskId: string;
  readonly mapIndex: number;
}

/** Failed itself, with no native retry left: Airflow says `up_for_retry` while there is one. `upstream_failed` is a consequence and not this. */
export function isFailed(taskInstance: TaskInstance): boolean {
  return taskInstance.state === 'failed';
}

/** `upstream_failed`: the consequence of another failure, never a failure of its own. */
export function isBlocked(taskInstance: TaskInstance): boolean {
  return taskInstance.state === 'upstream_failed';
}
