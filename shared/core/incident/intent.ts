import type { SettableState } from '../airflow/set-state-request.ts';
import { isSettled } from '../airflow/state.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';
import { type Roots, sameTry, type TaskRoots } from './roots.ts';

/** What a write is to do. */
export type Action =
  | { readonly kind: 'clear' }
  | { readonly kind: 'setState'; readonly state: SettableState }
  /** Clears what stayed blocked although no failed ancestor remains. */
  | { readonly kind: 'completion' }
  /** Queues a finished run again: part two of a setState, or for a lost clear. */
  | { readonly kind: 'queueRun' };

export interface IntendedTask {
  readonly taskId: string;
  /** The instances that were failed: the only evidence of whether the write happened. Empty for a task that was only blocked. */
  readonly roots: Roots;
  /** How many of its instances were blocked. */
  readonly blocked: number;
}

/**
 * A write that was decided and recorded, not yet known to have happened.
 * Nobody repeats it before `settleBy`; after that a look decides afresh.
 */
export interface Intent {
  readonly intentId: string;
  readonly action: Action;
  /** Every task of the request, with what its proof counted. */
  readonly tasks: readonly IntendedTask[];
  readonly recordedAt: number;
  readonly sendBy: number;
  readonly settleBy: number;
  /** The run's end when the intent was recorded: evidence for `queueRun`, which has no roots. */
  readonly runEndedAt: number | null;
  /** Settled instances of the run outside this write's tasks, when it was recorded: they must not become fewer. */
  readonly settledOutside: number;
  /** Other failed tasks of the incident, as they stood when it was recorded: the write must leave them alone. */
  readonly failedOutside: readonly string[];
  /** The answer was seen and named just what the proof did. Otherwise only the next look shows the effect. */
  readonly isAnswered: boolean;
}

export type IntentEvidence = 'happened' | 'pending' | 'not-happened';

/**
 * Did it happen? Judged on the roots only: one that is no longer failed, or whose try or retry allowance differs, has moved.
 * Blocked descendants look the same before and after and are evidence of nothing.
 */
export function judgeIntent(
  intent: Intent,
  seen: { taskInstances: readonly TaskInstance[]; runIsFinished: boolean; runEndedAt: number | null; now: number },
): IntentEvidence {
  const moved =
    intent.action.kind === 'queueRun' || intent.action.kind === 'completion'
      ? !seen.runIsFinished || seen.runEndedAt !== intent.runEndedAt
      : hasMoved(intent.tasks, seen.taskInstances);
  if (moved) return 'happened';
  return seen.now < intent.settleBy ? 'pending' : 'not-happened';
}

/** Whether any root is no longer failed with the try it was recorded with. A root that is gone from the listing has moved. */
export function hasMoved(tasks: readonly TaskRoots[], taskInstances: readonly TaskInstance[]): boolean {
  const present = new Map(taskInstances.map((instance) => [`${instance.mapIndex}:${instance.taskId}`, instance]));
  return tasks.some(({ taskId, roots }) =>
    roots.some((root) => {
      const instance = present.get(`${root.mapIndex}:${taskId}`);
      return instance === undefined || instance.state !== 'failed' || !sameTry(instance, root);
    }),
  );
}

/** Instances outside a write's tasks that are settled: a write must leave them so. */
export function countSettledOutside(taskIds: readonly string[], taskInstances: readonly TaskInstance[]): number {
  const named = new Set(taskIds);
  return taskInstances.filter(({ taskId, state }) => !named.has(taskId) && isSettled(state)).length;
}

/** The tasks among others' cases whose failure stands as it was seen: what a wider write would move. */
export function listFailedOutside(
  taskIds: readonly string[],
  others: readonly TaskFailing[],
  taskInstances: readonly TaskInstance[],
): string[] {
  const named = new Set(taskIds);
  return others
    .filter(({ taskId, failing }) => !named.has(taskId) && failing.length > 0)
    .filter(({ taskId, failing }) => !hasMoved([{ taskId, roots: failing }], taskInstances))
    .map(({ taskId }) => taskId);
}

/** A failed task of an incident, with what was failed of it. */
export interface TaskFailing {
  readonly taskId: string;
  readonly failing: Roots;
}
