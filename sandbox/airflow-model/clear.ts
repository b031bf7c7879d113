import type { AffectedInstance, Answer } from './answer.ts';
import { answered, describeAffected, refused } from './answer.ts';
import type { ClearTaskInstances, CompleteClear } from './clear-request.ts';
import { completeClear, findClearFault } from './clear-request.ts';
import { hasQuirk, takeQuirk } from './quirk.ts';
import type { RunRecord } from './run-record.ts';
import { changeState, rememberTry } from './run-record.ts';
import { reopenClosing } from './scheduler.ts';
import type { Selected } from './select-task-instances.ts';
import { chooseRuns, selectTaskInstances } from './select-task-instances.ts';
import { endStart } from './worker.ts';
import type { DagRecord, World } from './world.ts';
import { makeDue, noteChange, wakeRun } from './world.ts';

/** Clears what the request selects, or only lists it. The answer shows the task instances after the clear (dry run: as they are). */
export function clearTaskInstances(world: World, request: ClearTaskInstances, now: number): Answer<AffectedInstance[]> {
  const clear = completeClear(request, world.rules);
  const dag = world.dags.get(clear.dagId);
  if (dag === undefined) return refused('not-found', `Dag id ${clear.dagId} not found`);
  const fault = findClearFault(clear, world.rules);
  if (fault !== null) return refused('bad-request', fault);
  const run = clear.dagRunId === null ? null : (dag.byDagRunId.get(clear.dagRunId) ?? null);
  if (clear.dagRunId !== null && run === null)
    return refused('not-found', `Dag Run id ${clear.dagRunId} not found in dag ${dag.dagId}`);
  if (run?.logicalAt === null && (clear.includePast || clear.includeFuture)) {
    return refused('bad-request', 'Cannot use include_past or include_future with a run that has no logical date');
  }
  const meant = distort(world, clear);
  const selected = selectTaskInstances(world, dag, chooseRuns(dag, meant), meant);
  if (!clear.isDryRun) applyClear(world, selected, clear.resetDagRuns, now);
  if (!clear.isDryRun && takeQuirk(world.quirks, 'clear-answer-empty')) return answered([]);
  return answered(selected.map(({ run: of, taskInstance }) => describeAffected(of, taskInstance)));
}

/** A quirk lasts from the preview to the write that follows it. */
function distort(world: World, clear: CompleteClear): CompleteClear {
  const ignores = (name: 'clear-ignores-run' | 'clear-ignores-task-ids'): boolean =>
    clear.isDryRun ? hasQuirk(world.quirks, name) : takeQuirk(world.quirks, name);
  const dagRunId = ignores('clear-ignores-run') ? null : clear.dagRunId;
  const isWider = !clear.isDryRun && takeQuirk(world.quirks, 'clear-wider-than-preview');
  const taskIds = ignores('clear-ignores-task-ids') || isWider ? null : clear.taskIds;
  if (!clear.isDryRun) takeQuirk(world.quirks, 'clear-ignores-map-index');
  return { ...clear, dagRunId, taskIds };
}

/** Airflow's `clear_task_instances`: rules 10 to 14 for the task instances, 16 for their runs. */
export function applyClear(world: World, selected: readonly Selected[], resetDagRuns: boolean, now: number): void {
  const isBlockedAgain =
    selected.some(({ taskInstance }) => taskInstance.state === 'upstream_failed') && wasInFlight(world, selected);
  const runs = new Map<RunRecord, DagRecord>();
  for (const one of selected) {
    runs.set(one.run, one.dag);
    if (one.taskInstance.state === 'running') clearRunning(world, one, now);
    else if (one.taskInstance.state !== 'restarting') clearIdle(one, isBlockedAgain);
  }
  for (const [run, dag] of runs) {
    if (run.state === 'success' || run.state === 'failed') {
      if (resetDagRuns) queueRun(world, run, now);
    } else {
      reopenClosing(world, run, now);
      noteChange(world, dag, run, now);
    }
  }
}

/** Only a run that is running has a pass in flight (rule 19). */
function wasInFlight(world: World, selected: readonly Selected[]): boolean {
  return selected.some(({ run }) => run.state === 'running') && takeQuirk(world.quirks, 'descendants-blocked-again');
}

/** Rules 10 and 11. Dates stay as they were; the whole retry allowance is given back. */
function clearIdle({ dag, run, group, taskInstance }: Selected, isBlockedAgain: boolean): void {
  const wasBlocked = taskInstance.state === 'upstream_failed';
  if (taskInstance.state !== 'none' && taskInstance.state !== 'up_for_retry')
    rememberTry(taskInstance, taskInstance.state);
  changeState(run, group, taskInstance, 'none');
  taskInstance.blockedAgain = isBlockedAgain && wasBlocked && run.state === 'running';
  const { tryNumber, maxTries } = taskInstance;
  const task = dag.compiled.byTaskId.get(taskInstance.taskId);
  taskInstance.maxTries = task === undefined ? Math.max(maxTries, tryNumber) : tryNumber + task.retries;
}

/** Rule 13. */
function clearRunning(world: World, { run, group, taskInstance }: Selected, now: number): void {
  const isStuck = takeQuirk(world.quirks, 'restarting-stuck');
  rememberTry(taskInstance, 'failed', now);
  if (!world.rules.clearRestartsRunning && !isStuck) return;
  changeState(run, group, taskInstance, 'restarting');
  taskInstance.endedAt = now;
  const start = taskInstance.starts.at(-1);
  if (start !== undefined) endStart(start, 'cleared', now + world.timing.killMs);
  if (!isStuck) makeDue(world, run, taskInstance, now + world.timing.killMs);
}

/** Rule 16, and what a run set to `queued` does (rule 29): the run's row alone. */
export function queueRun(world: World, run: RunRecord, now: number): void {
  run.state = 'queued';
  run.queuedAt = now;
  run.startedAt = null;
  run.endedAt = null;
  run.closingAs = null;
  run.wakeAt = null;
  wakeRun(world, run, now + world.timing.passMs);
}
