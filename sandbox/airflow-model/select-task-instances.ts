import type { TaskInstanceState } from '../../shared/core/airflow/state.ts';
import type { CompleteClear, TaskSelector } from './clear-request.ts';
import type { CompiledDag, CompiledTask } from './compiled-dag.ts';
import { flatRelatives } from './compiled-dag.ts';
import { hasQuirk } from './quirk.ts';
import type { RunRecord, RunTask, TaskInstanceRecord } from './run-record.ts';
import type { DagRecord, World } from './world.ts';

export interface Selected {
  readonly dag: DagRecord;
  readonly run: RunRecord;
  readonly group: RunTask;
  readonly taskInstance: TaskInstanceRecord;
}

/** Which map indexes of a task: null is all of them. */
type Chosen = ReadonlyMap<string, ReadonlySet<number> | null>;

/** Rules 1-9: the task instances that a clear means. `runs` are its runs already chosen. */
export function selectTaskInstances(
  world: World,
  dag: DagRecord,
  runs: readonly RunRecord[],
  clear: CompleteClear,
): Selected[] {
  const chosen = clear.taskIds === null ? null : chooseTasks(world, dag.compiled, runs, clear.taskIds, clear);
  const selected: Selected[] = [];
  for (const run of runs) {
    for (const group of run.tasks) {
      if (chosen !== null && !chosen.has(group.taskId)) continue;
      const indexes = chosen?.get(group.taskId) ?? null;
      for (const taskInstance of group.instances) {
        if (indexes !== null && !indexes.has(taskInstance.mapIndex)) continue;
        if (isInStates(taskInstance.state, clear)) selected.push({ dag, run, group, taskInstance });
      }
    }
  }
  return world.rules.clearFollowsMarkers ? [...selected, ...followMarkers(world, selected, clear)] : selected;
}

/** Rule 1: failed means failed and upstream_failed. Rule 2: relatives are filtered too. */
function isInStates(state: TaskInstanceState, { onlyFailed, onlyRunning }: CompleteClear): boolean {
  if (onlyFailed) return state === 'failed' || state === 'upstream_failed';
  return !onlyRunning || state === 'running';
}

/** The runs that a clear or a set-state means; without a run and without dates, every run in history (rule 4). */
export function chooseRuns(
  dag: DagRecord,
  bounds: Pick<CompleteClear, 'dagRunId' | 'startAt' | 'endAt' | 'includePast' | 'includeFuture'>,
): RunRecord[] {
  const named = bounds.dagRunId === null ? null : (dag.byDagRunId.get(bounds.dagRunId) ?? null);
  if (named !== null && (named.logicalAt === null || (!bounds.includePast && !bounds.includeFuture))) return [named];
  const from = bounds.includePast ? null : (named?.logicalAt ?? bounds.startAt);
  const to = bounds.includeFuture ? null : (named?.logicalAt ?? bounds.endAt);
  if (from === null && to === null) return dag.runs;
  return dag.runs.filter(
    ({ logicalAt }) => logicalAt !== null && (from === null || logicalAt >= from) && (to === null || logicalAt <= to),
  );
}

/** Airflow's `partial_subset`: the known tasks among the ids, their relatives, and the setups and teardowns they need. */
function chooseTasks(
  world: World,
  dag: CompiledDag,
  runs: readonly RunRecord[],
  selectors: readonly TaskSelector[],
  { includeUpstream, includeDownstream }: Pick<CompleteClear, 'includeUpstream' | 'includeDownstream'>,
): Chosen {
  const chosen = new Map<string, Set<number> | null>();
  for (const selector of selectors) {
    const [taskId, mapIndex] = typeof selector === 'string' ? [selector, null] : selector;
    const task = dag.byTaskId.get(taskId);
    if (task === undefined && !(world.rules.clearFindsDroppedTasks && runs.some((run) => run.byTaskId.has(taskId))))
      continue;
    addIndex(chosen, taskId, hasQuirk(world.quirks, 'clear-ignores-map-index') ? null : mapIndex);
    if (task === undefined) continue;
    for (const relative of relativesOf(task, includeUpstream, includeDownstream)) {
      if (relative !== task && !chosen.has(relative.taskId)) chosen.set(relative.taskId, null);
    }
  }
  return chosen;
}

function addIndex(chosen: Map<string, Set<number> | null>, taskId: string, mapIndex: number | null): void {
  const indexes = chosen.get(taskId);
  if (mapIndex === null || indexes === null) chosen.set(taskId, null);
  else if (indexes === undefined) chosen.set(taskId, new Set([mapIndex]));
  else indexes.add(mapIndex);
}

/** Rule 8: a chosen task brings its setups and their teardowns along. */
export function relativesOf(
  task: CompiledTask,
  includeUpstream: boolean,
  includeDownstream: boolean,
): Set<CompiledTask> {
  const relatives = new Set<CompiledTask>();
  if (includeUpstream) for (const above of flatRelatives(task, 'upstream')) relatives.add(above);
  if (includeDownstream) for (const below of flatRelatives(task, 'downstream')) relatives.add(below);
  for (const { setup, teardowns } of task.setups) {
    relatives.add(setup);
    for (const teardown of teardowns) relatives.add(teardown);
  }
  if (task.isSetup) for (const below of task.downstream) if (below.isTeardown) relatives.add(below);
  return relatives;
}

/**
 * Rule 7: an ExternalTaskMarker that has run leads into the run of the other DAG with the same logical date.
 * One that never ran is not followed: seen on 2.11.2.
 */
function followMarkers(world: World, selected: readonly Selected[], clear: CompleteClear): Selected[] {
  const found: Selected[] = [];
  for (const { run, group, taskInstance } of selected) {
    const marks = group.task?.definition.marks;
    if (marks === undefined || taskInstance.tryNumber === 0 || marks.dagId === run.dagId) continue;
    const dag = world.dags.get(marks.dagId);
    const runs = dag?.runs.filter(({ logicalAt }) => logicalAt !== null && logicalAt === run.logicalAt) ?? [];
    if (dag === undefined) continue;
    const there = { ...clear, dagId: marks.dagId, taskIds: [marks.taskId], includeDownstream: true };
    found.push(...selectTaskInstances(world, dag, runs, there));
  }
  return found;
}
