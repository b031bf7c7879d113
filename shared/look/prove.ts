import type { AffectedTaskInstance } from '../core/airflow/affected-task-instance.ts';
import { createClearRequest } from '../core/airflow/clear-request.ts';
import type { RunKey } from '../core/airflow/run.ts';
import { createSetStateRequest, type SettableState } from '../core/airflow/set-state-request.ts';
import { isBlocked, isFailed, type TaskInstance } from '../core/airflow/task-instance.ts';
import { comparePreview, countByTask, findStray, type IntendedCounts } from '../core/decide/compare-preview.ts';
import type { PlannedWrite } from '../core/decide/group-writes.ts';
import { findTornDown } from '../core/decide/torn-down.ts';
import type { Truth } from '../core/decide/truth.ts';
import type { IntendedTask } from '../core/incident/intent.ts';
import type { Airflow } from '../ports/airflow.ts';

export type Proof =
  /** The preview equals the intent. `counts` is what the answer must equal too. */
  | {
      readonly kind: 'proved';
      readonly tasks: readonly IntendedTask[];
      readonly counts: IntendedCounts;
      readonly touched: number;
      /** Tasks that the write re-runs without one of its roots being there: what was blocked. */
      readonly below: readonly string[];
    }
  /** Less is there than was listed: re-observe. */
  | { readonly kind: 'narrower'; readonly difference: string }
  /** More would be touched than the policy meant, or what is touched could not succeed. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Asks Airflow, by dry runs, what a write would touch, and holds it against what was meant. Changes nothing. */
export async function prove(airflow: Airflow, run: RunKey, write: PlannedWrite, truth: Truth): Promise<Proof> {
  switch (write.action.kind) {
    case 'clear':
      return proveClear(airflow, run, write, truth);
    case 'completion':
      return proveTasks(
        airflow,
        run,
        truth.taskInstances,
        write.tasks.map(({ taskId }) => intendedTask(taskId, write, truth)),
      );
    case 'setState':
      return proveSetState(airflow, run, write, { state: write.action.state, truth });
    case 'queueRun':
      return { kind: 'proved', tasks: [], counts: new Map(), touched: 0, below: [] };
  }
}

async function proveClear(airflow: Airflow, run: RunKey, write: PlannedWrite, truth: Truth): Promise<Proof> {
  const cleared = write.tasks.map(({ taskId }) => taskId);
  const descendants = truth.taskInstances.some(isBlocked) ? await closureOf(airflow, run, cleared) : nothing;
  const others = [...new Set(truth.taskInstances.filter(isFailed).map(({ taskId }) => taskId))].filter(
    (taskId) => !cleared.includes(taskId),
  );
  const besides = descendants.taskIds.size > 0 ? others : [];
  const shared = besides.length > 0 ? await closureOf(airflow, run, besides) : nothing;
  const foreign = descendants.foreign ?? shared.foreign;
  if (foreign !== null) return wider(foreign);
  const moved = besides.find((taskId) => !shared.taskIds.has(taskId));
  if (moved !== undefined) return movedSince(moved);
  const tornDown = await readTornDown(airflow, run, cleared, truth);
  if (tornDown !== null) return { kind: 'refused', reason: tornDown };
  const own = [...descendants.taskIds].filter((taskId) => !cleared.includes(taskId) && !shared.taskIds.has(taskId));
  return proveTasks(
    airflow,
    run,
    truth.taskInstances,
    [...cleared, ...own].map((taskId) => intendedTask(taskId, write, truth)),
  );
}

function wider(difference: string): Proof {
  return { kind: 'refused', reason: `the preview is wider than what was meant: ${difference}` };
}

/** A dry run for failed instances does not show a failed task: it moved, or is gone from its DAG. */
function movedSince(taskId: string): Proof {
  return { kind: 'narrower', difference: `${taskId} was failed when it was listed, and a dry run no longer shows it` };
}

/** Why a task can't succeed by itself, where the API shows how the tasks hang together; null: nothing speaks against it. */
async function readTornDown(
  airflow: Airflow,
  { dagId }: RunKey,
  taskIds: readonly string[],
  { taskInstances }: Truth,
): Promise<string | null> {
  if (!airflow.abilities.showsTaskGraph) return null;
  const found = findTornDown((await airflow.readTaskGraph(dagId)) ?? [], taskIds, taskInstances);
  if (found === null) return null;
  const { taskId, setupTaskId, teardownTaskId } = found;
  return `${teardownTaskId} has undone what ${setupTaskId} set up for ${taskId}, which would run without it: clear the three together`;
}

/** The failed and blocked tasks at and below some tasks of this run; or what else the API would follow. */
async function closureOf(airflow: Airflow, run: RunKey, taskIds: readonly string[]): Promise<Closure> {
  const closure = await airflow.previewClear(createClearRequest({ ...run, taskIds, includeDownstream: true }));
  const foreign = closure.find(({ dagId, dagRunId }) => dagId !== run.dagId || dagRunId !== run.dagRunId);
  if (foreign === undefined) return { taskIds: new Set(closure.map(({ taskId }) => taskId)), foreign: null };
  const { dagId, dagRunId, taskId } = foreign;
  return { taskIds: new Set(), foreign: `what is below reaches ${taskId} in run ${dagRunId} of DAG ${dagId}` };
}

interface Closure {
  readonly taskIds: ReadonlySet<string>;
  /** What else the API would follow (airflow 2: an ExternalTaskMarker); null: nothing. */
  readonly foreign: string | null;
}

const nothing: Closure = { taskIds: new Set(), foreign: null };

function intendedTask(taskId: string, write: PlannedWrite, truth: Truth): IntendedTask {
  const roots = write.tasks.find((task) => task.taskId === taskId)?.roots ?? [];
  return {
    taskId,
    roots,
    blocked: truth.taskInstances.filter((instance) => instance.taskId === taskId && isBlocked(instance)).length,
  };
}

async function proveTasks(
  airflow: Airflow,
  run: RunKey,
  listed: readonly TaskInstance[],
  tasks: readonly IntendedTask[],
): Promise<Proof> {
  const counts = new Map(tasks.map(({ taskId, roots, blocked }) => [taskId, roots.length + blocked]));
  const preview = await airflow.previewClear(
    createClearRequest({ ...run, taskIds: [...counts.keys()], includeDownstream: false }),
  );
  return compared(preview, run, { tasks, counts, listed, hidden: [] });
}

/**
 * After a real set-state Airflow clears the failed and blocked task instances below, and shows it neither in the dry run nor in the answer:
 * that effect is computed here, counted, and refused where it holds another failed task.
 */
async function proveSetState(
  airflow: Airflow,
  run: RunKey,
  write: PlannedWrite,
  { state, truth }: { state: SettableState; truth: Truth },
): Promise<Proof> {
  const [task] = write.tasks;
  if (task === undefined) return { kind: 'refused', reason: 'no task is named' };
  const { taskId } = task;
  const closure = await closureOf(airflow, run, [taskId]);
  if (closure.foreign !== null) return wider(closure.foreign);
  if (!closure.taskIds.has(taskId)) return movedSince(taskId);
  const hidden = truth.taskInstances.filter(
    (instance) => instance.taskId !== taskId && closure.taskIds.has(instance.taskId) && isDown(instance),
  );
  const otherFailure = hidden.find(isFailed);
  if (otherFailure !== undefined) {
    return wider(`Airflow would also clear ${otherFailure.taskId}, which failed itself`);
  }
  const mapIndex = task.roots[0]?.mapIndex;
  const preview = await airflow.previewSetState(createSetStateRequest({ ...run, taskId, mapIndex, state }));
  return compared(preview, run, {
    tasks: [{ ...task, blocked: 0 }],
    counts: new Map([[taskId, 1]]),
    listed: truth.taskInstances,
    hidden,
  });
}

function isDown(instance: TaskInstance): boolean {
  return isFailed(instance) || isBlocked(instance);
}

interface Intended {
  readonly tasks: readonly IntendedTask[];
  readonly counts: IntendedCounts;
  /** The run's listing that the write was decided on. */
  readonly listed: readonly TaskInstance[];
  /** What Airflow changes besides, and shows nowhere. */
  readonly hidden: readonly TaskInstance[];
}

function compared(
  preview: readonly AffectedTaskInstance[],
  run: RunKey,
  { tasks, counts, hidden, listed }: Intended,
): Proof {
  const comparison = comparePreview(preview, run, counts);
  if (comparison.kind === 'wider') return wider(comparison.difference);
  if (comparison.kind === 'narrower') return { kind: 'narrower', difference: comparison.difference };
  const stray = findStray(preview, listed);
  if (stray !== null)
    return { kind: 'narrower', difference: `${stray.taskId}[${stray.mapIndex}] was not failed when it was listed` };
  const touched = [...countByTask(preview).values()].reduce((sum, count) => sum + count, hidden.length);
  const blocked = tasks.filter(({ roots }) => roots.length === 0);
  const below = new Set([...blocked, ...hidden].map(({ taskId }) => taskId));
  return { kind: 'proved', tasks, counts, touched, below: [...below] };
}
