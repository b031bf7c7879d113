import type { CompiledTask } from './compiled-dag.ts';
import { expandMapped, hasUnexpandedCount, reviseMapIndexes } from './expand-mapped.ts';
import { takeQuirk } from './quirk.ts';
import type { RunRecord, RunTask, TaskInstanceRecord } from './run-record.ts';
import { changeState } from './run-record.ts';
import type { TriggerVerdict, UpstreamTally } from './trigger-rule.ts';
import { judgeTriggerRule } from './trigger-rule.ts';
import { adjustToDag } from './verify-integrity.ts';
import type { DagRecord, World } from './world.ts';
import { isStale, makeDue, wakeRun } from './world.ts';

/** One look of the scheduler at one run. */
export function passOverRun(world: World, dag: DagRecord, run: RunRecord, at: number): void {
  run.wakeAt = null;
  if (dag.isPaused) return;
  if (run.state === 'queued') startQueuedRuns(world, dag, at);
  else if (run.state === 'running' && run.closingAs !== null) closeRun(world, dag, run, run.closingAs, at);
  else if (run.state === 'running') advanceRun(world, dag, run, at);
}

function advanceRun(world: World, dag: DagRecord, run: RunRecord, at: number): void {
  adjustToDag(dag, run);
  blockAgain(run, at);
  for (const group of run.tasks) if (group.tally.none > 0) scheduleGroup(world, dag, run, group, at);
  if (run.unfinished === 0) decideClosing(world, run, at);
}

/** Starts queued runs, oldest logical date first, while the DAG has room. */
export function startQueuedRuns(world: World, dag: DagRecord, at: number): void {
  if (dag.isPaused || isStale(world, dag, at)) return;
  let room = (dag.compiled.definition.maxActiveRuns ?? maxActiveRunsDefault) - countRunning(dag);
  if (room <= 0) return;
  for (const run of dag.runs.filter(({ state }) => state === 'queued').sort(byLogicalDate)) {
    if (room <= 0) return;
    room -= 1;
    run.state = 'running';
    run.startedAt = at;
    run.closingAs = null;
    adjustToDag(dag, run);
    resumeWaiting(world, run, at);
    advanceRun(world, dag, run, at);
  }
}

export const maxActiveRunsDefault = 16;

function countRunning(dag: DagRecord): number {
  let running = 0;
  for (const run of dag.runs) if (run.state === 'running') running += 1;
  return running;
}

function byLogicalDate(a: RunRecord, b: RunRecord): number {
  return (a.logicalAt ?? Number.MAX_VALUE) - (b.logicalAt ?? Number.MAX_VALUE) || a.ordinal - b.ordinal;
}

/** A place in `max_active_runs` is free, or the DAG may be scheduled again. */
export function wakeQueuedRuns(world: World, dag: DagRecord, at: number): void {
  for (const run of dag.runs) if (run.state === 'queued') wakeRun(world, run, at + world.timing.passMs);
}

/** Task instances that stood still because their run or DAG was not scheduled go on. */
export function resumeWaiting(world: World, run: RunRecord, at: number): void {
  for (const group of run.tasks) {
    const { scheduled, up_for_retry, up_for_reschedule } = group.tally;
    if (scheduled + up_for_retry + up_for_reschedule === 0) continue;
    for (const taskInstance of group.instances) {
      if (taskInstance.dueAt === null && waitsForScheduler.has(taskInstance.state)) {
        makeDue(world, run, taskInstance, at + world.timing.queueMs);
      }
    }
  }
}

const waitsForScheduler: ReadonlySet<string> = new Set(['scheduled', 'up_for_retry', 'up_for_reschedule']);

/** A new try of a task instance (rule 12: the scheduler raises the try number, except after up_for_reschedule). */
export function schedule(
  world: World,
  run: RunRecord,
  group: RunTask,
  taskInstance: TaskInstanceRecord,
  at: number,
): void {
  if (taskInstance.state !== 'up_for_reschedule') {
    taskInstance.tryNumber += 1;
    taskInstance.pauses = 0;
  }
  changeState(run, group, taskInstance, 'scheduled');
  makeDue(world, run, taskInstance, at + world.timing.queueMs);
}

function scheduleGroup(world: World, dag: DagRecord, run: RunRecord, group: RunTask, at: number): void {
  const { task } = group;
  if (task === null) return;
  const verdict = judgeTriggerRule(task.triggerRule, tallyAbove(run, task));
  if (verdict === 'wait') return;
  if (verdict === 'run' && hasUnexpandedCount(task)) {
    if (!expandMapped(run, group, task, at)) return;
    reviseMapIndexes(run, group, task);
  }
  for (const taskInstance of group.instances) {
    if (taskInstance.state === 'none') settleOrSchedule(world, dag, run, group, taskInstance, verdict, at);
  }
}

function settleOrSchedule(
  world: World,
  dag: DagRecord,
  run: RunRecord,
  group: RunTask,
  taskInstance: TaskInstanceRecord,
  verdict: Exclude<TriggerVerdict, 'wait'>,
  at: number,
): void {
  if (verdict !== 'run') settle(run, group, taskInstance, verdict, at);
  else if (!dag.compiled.dependsOnPast || succeededBefore(dag, run, taskInstance)) {
    schedule(world, run, group, taskInstance, at);
  }
}

/** A task instance that never runs: its end date is its start date (rule 37). */
function settle(
  run: RunRecord,
  group: RunTask,
  taskInstance: TaskInstanceRecord,
  state: 'skipped' | 'upstream_failed',
  at: number,
): void {
  changeState(run, group, taskInstance, state);
  taskInstance.startedAt = at;
  taskInstance.endedAt = at;
}

/** The same task of the run before, by logical date, has succeeded or there is none. */
function succeededBefore(dag: DagRecord, run: RunRecord, { taskId, mapIndex }: TaskInstanceRecord): boolean {
  let before: RunRecord | null = null;
  for (const other of dag.runs) {
    if (other.logicalAt === null || run.logicalAt === null || other.logicalAt >= run.logicalAt) continue;
    if (before?.logicalAt == null || other.logicalAt > before.logicalAt) before = other;
  }
  const past = before?.byTaskId.get(taskId)?.instances.find((instance) => instance.mapIndex === mapIndex);
  return past === undefined || past.state === 'success' || past.state === 'skipped';
}

function tallyAbove(run: RunRecord, task: CompiledTask): UpstreamTally {
  const above = { total: 0, done: 0, success: 0, failed: 0, upstreamFailed: 0, skipped: 0, removed: 0 };
  let setupsFailed = 0;
  let setupsSkipped = 0;
  for (const upstream of task.upstream) {
    const group = run.tasks[upstream.index];
    if (group === undefined) continue;
    const { success, failed, skipped, upstream_failed: blocked, removed } = group.tally;
    above.total += group.instances.length;
    above.done += success + failed + skipped + blocked + removed;
    above.success += success;
    above.failed += failed;
    above.upstreamFailed += blocked;
    above.skipped += skipped;
    above.removed += removed;
    if (upstream.isSetup) {
      setupsFailed += failed + blocked;
      setupsSkipped += skipped;
    }
  }
  return { ...above, setupsFailed, setupsSkipped };
}

/** The pass in flight when the clear came writes what it believed (rule 19). */
function blockAgain(run: RunRecord, at: number): void {
  for (const group of run.tasks) {
    if (group.tally.none === 0) continue;
    for (const taskInstance of group.instances) {
      if (taskInstance.blockedAgain && taskInstance.state === 'none')
        settle(run, group, taskInstance, 'upstream_failed', at);
      taskInstance.blockedAgain = false;
    }
  }
}

/** Rule 15: the leaves decide. The decision is committed a moment later. */
function decideClosing(world: World, run: RunRecord, at: number): void {
  const isFailed = run.tasks.some(
    ({ task, tally }) => task?.isLeaf === true && tally.failed + tally.upstream_failed > 0,
  );
  run.closingAs = isFailed ? 'failed' : 'success';
  wakeRun(world, run, at + world.timing.closeMs);
}

function closeRun(world: World, dag: DagRecord, run: RunRecord, state: 'success' | 'failed', at: number): void {
  run.closingAs = null;
  run.state = state;
  run.endedAt = at;
  world.onEvent({ kind: 'run', at, dagId: run.dagId, dagRunId: run.dagRunId, state });
  wakeQueuedRuns(world, dag, at);
}

/** A clear meets a run that is being closed: seen in time, or lost (rule 19). */
export function reopenClosing(world: World, run: RunRecord, at: number): void {
  if (run.closingAs === null || takeQuirk(world.quirks, 'clear-lost-at-closing')) return;
  run.closingAs = null;
  wakeRun(world, run, at + world.timing.passMs);
}
