import type { TaskGraph } from '../airflow/task-graph.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';

export interface TornDown {
  readonly taskId: string;
  readonly setupTaskId: string;
  readonly teardownTaskId: string;
}

/** No other task has this trigger rule (airflow: `as_teardown`). */
const teardownRule = 'all_done_setup_success';

/**
 * A task that would run without its setup: a clear reaches what is failed, its setup had succeeded, and the teardown has undone it since.
 * Seen on Airflow 2.11 and 3: such a task fails again, until setup, task and teardown are cleared together. Null: none of the tasks.
 */
export function findTornDown(
  graph: TaskGraph,
  taskIds: readonly string[],
  taskInstances: readonly TaskInstance[],
): TornDown | null {
  const below = new Map(graph.map(({ taskId, downstreamTaskIds }) => [taskId, downstreamTaskIds]));
  const ended = new Set(taskInstances.filter(hasRun).map(({ taskId }) => taskId));
  for (const { taskId: teardownTaskId, triggerRule } of graph) {
    if (triggerRule !== teardownRule || !ended.has(teardownTaskId) || taskIds.includes(teardownTaskId)) continue;
    const aboveTeardown = graph.filter(({ downstreamTaskIds }) => downstreamTaskIds.includes(teardownTaskId));
    for (const taskId of taskIds) {
      if (!reaches(below, taskId, teardownTaskId)) continue;
      const setup = aboveTeardown.find(
        (one) => one.taskId !== taskId && !taskIds.includes(one.taskId) && reaches(below, one.taskId, taskId),
      );
      if (setup !== undefined) return { taskId, setupTaskId: setup.taskId, teardownTaskId };
    }
  }
  return null;
}

/** What is failed or blocked now is cleared too, and runs again. */
function hasRun({ state }: TaskInstance): boolean {
  return state === 'success' || state === 'skipped';
}

function reaches(below: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let taskId = open.pop(); taskId !== undefined; taskId = open.pop()) {
    for (const next of below.get(taskId) ?? []) {
      if (next === to) return true;
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return false;
}
