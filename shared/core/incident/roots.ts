import { isFailed, type TaskInstance } from '../airflow/task-instance.ts';

/**
 * The instances of one task that were failed, each with what tells one failure from the next:
 * a clear raises maxTries, the scheduler raises tryNumber. Sorted by map index.
 */
export type Roots = readonly Root[];

export interface Root {
  readonly mapIndex: number;
  readonly tryNumber: number;
  readonly maxTries: number;
}

export interface TaskRoots {
  readonly taskId: string;
  readonly roots: Roots;
}

/** The failed instances of one task's listing. */
export function rootsOf(taskInstances: readonly TaskInstance[]): Roots {
  return taskInstances
    .filter(isFailed)
    .map(({ mapIndex, tryNumber, maxTries }) => ({ mapIndex, tryNumber, maxTries }))
    .sort((left, right) => left.mapIndex - right.mapIndex);
}

export function sameTry(left: Omit<Root, 'mapIndex'>, right: Omit<Root, 'mapIndex'>): boolean {
  return left.tryNumber === right.tryNumber && left.maxTries === right.maxTries;
}

/** The roots in `now` that are not, with the same try, among `before`. */
export function newFailures(now: Roots, before: Roots): Roots {
  const known = new Map(before.map((root) => [root.mapIndex, root]));
  return now.filter((root) => {
    const earlier = known.get(root.mapIndex);
    return earlier === undefined || !sameTry(root, earlier);
  });
}

/** Whether one of the instances that were failed before has another try now: it was run again, whatever became of it. */
export function wasRerun(instances: readonly TaskInstance[], before: Roots): boolean {
  const known = new Map(before.map((root) => [root.mapIndex, root]));
  return instances.some((instance) => {
    const earlier = known.get(instance.mapIndex);
    return earlier !== undefined && !sameTry(instance, earlier);
  });
}

/** The roots that failed again: known before, failed now, and not with the same try. */
export function failedAgain(now: Roots, before: Roots): Roots {
  const known = new Map(before.map((root) => [root.mapIndex, root]));
  return now.filter((root) => {
    const earlier = known.get(root.mapIndex);
    return earlier !== undefined && !sameTry(root, earlier);
  });
}
