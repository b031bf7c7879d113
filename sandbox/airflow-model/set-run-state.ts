import type { AffectedInstance, Answer } from './answer.ts';
import { answered, describeAffected, refused } from './answer.ts';
import { applyClear, queueRun } from './clear.ts';
import type { RunRecord, RunTask, TaskInstanceRecord } from './run-record.ts';
import { isFinished, taskInstancesOf } from './run-record.ts';
import { wakeQueuedRuns } from './scheduler.ts';
import type { Selected } from './select-task-instances.ts';
import { setState } from './set-task-instance-state.ts';
import type { DagRecord, World } from './world.ts';

export interface SetRunState {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly state: 'success' | 'failed' | 'queued';
}

export interface ClearRun {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly isDryRun?: boolean | undefined;
  /** Airflow 3 only. */
  readonly onlyFailed?: boolean | undefined;
}

/** Rule 29. Marking a run failed or successful is what persons do in Airflow's own pages. */
export function setRunState(world: World, request: SetRunState, now: number): Answer<RunRecord> {
  const found = findRun(world, request);
  if ('kind' in found) return found;
  const { dag, run } = found;
  if (request.state === 'queued') queueRun(world, run, now);
  else if (request.state === 'failed') failRun(world, dag, run, now);
  else succeedRun(world, dag, run, now);
  return answered(run);
}

/** Clears every task instance of a run, successful ones too. */
export function clearRun(
  world: World,
  request: ClearRun,
  now: number,
): Answer<{ run: RunRecord; affected: AffectedInstance[] }> {
  const found = findRun(world, request);
  if ('kind' in found) return found;
  const { dag, run } = found;
  const onlyFailed = world.rules.clearRunOnlyFailed && (request.onlyFailed ?? false);
  const selected: Selected[] = [];
  for (const { group, taskInstance } of taskInstancesOf(run)) {
    if (!onlyFailed || isFailedOrBlocked(taskInstance)) selected.push({ dag, run, group, taskInstance });
  }
  if (!(request.isDryRun ?? true)) applyClear(world, selected, true, now);
  return answered({ run, affected: selected.map(({ taskInstance }) => describeAffected(run, taskInstance)) });
}

function findRun(world: World, { dagId, dagRunId }: { dagId: string; dagRunId: string }) {
  const dag = world.dags.get(dagId);
  const run = dag?.byDagRunId.get(dagRunId);
  if (dag === undefined || run === undefined)
    return refused('not-found', `Dag Run id ${dagRunId} not found in dag ${dagId}`);
  return { dag, run };
}

function isFailedOrBlocked({ state }: TaskInstanceRecord): boolean {
  return state === 'failed' || state === 'upstream_failed';
}

const working: ReadonlySet<string> = new Set(['running', 'deferred', 'up_for_reschedule']);

/** What is at work fails, what waits is skipped, teardowns are spared: while one of those is left, the run stays open. */
function failRun(world: World, dag: DagRecord, run: RunRecord, now: number): void {
  let hasTeardownLeft = false;
  for (const { group, taskInstance } of unfinishedOf(run)) {
    if (group.task?.isTeardown === true) hasTeardownLeft = true;
    else
      setState(world, { dag, run, group, taskInstance }, working.has(taskInstance.state) ? 'failed' : 'skipped', now);
  }
  if (!hasTeardownLeft) endRun(world, dag, run, 'failed', now);
}

function succeedRun(world: World, dag: DagRecord, run: RunRecord, now: number): void {
  for (const { group, taskInstance } of [...taskInstancesOf(run)]) {
    const { state } = taskInstance;
    if (state === 'success' || (isFinished(state) && !world.rules.runSuccessCoversFailed)) continue;
    const isSkipped = !world.rules.runSuccessCoversFailed && !working.has(state);
    setState(world, { dag, run, group, taskInstance }, isSkipped ? 'skipped' : 'success', now);
  }
  endRun(world, dag, run, 'success', now);
}

function unfinishedOf(run: RunRecord): { group: RunTask; taskInstance: TaskInstanceRecord }[] {
  return [...taskInstancesOf(run)].filter(({ taskInstance }) => !isFinished(taskInstance.state));
}

function endRun(world: World, dag: DagRecord, run: RunRecord, state: 'success' | 'failed', now: number): void {
  const wasFinished = run.state === 'success' || run.state === 'failed';
  run.state = state;
  run.closingAs = null;
  run.wakeAt = null;
  if (!wasFinished || world.rules.movesEndOfFinishedRun) run.endedAt = now;
  wakeQueuedRuns(world, dag, now);
}
