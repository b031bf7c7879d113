import type { TaskInstanceState } from '../../shared/core/airflow/state.ts';
import type { CompiledTask } from './compiled-dag.ts';
import { outcomeOfStart } from './compiled-dag.ts';
import type { FailureKind, Outcome } from './dag-definition.ts';
import type { RunRecord, RunTask, Start, StartEnding, TaskInstanceRecord } from './run-record.ts';
import { changeState, rememberTry } from './run-record.ts';
import { schedule } from './scheduler.ts';
import type { DagRecord, World } from './world.ts';
import { isStale, makeDue, noteChange } from './world.ts';

/** One task instance, in its run, at the moment that something is due. */
interface Moment {
  readonly world: World;
  readonly dag: DagRecord;
  readonly run: RunRecord;
  readonly group: RunTask;
  readonly taskInstance: TaskInstanceRecord;
  readonly at: number;
}

const triggererSlotMs = 1_000;
const retryWithoutFileMs = 5_000;

/** Moves a task instance on when it is due: into the queue, onto a worker, to its end. */
export function progress(moment: Moment): void {
  moment.taskInstance.dueAt = null;
  steps[moment.taskInstance.state]?.(moment);
}

const steps: Partial<Record<TaskInstanceState, (moment: Moment) => void>> = {
  scheduled(moment) {
    const { world, run, group, taskInstance, at } = moment;
    if (!isScheduled(moment)) return;
    changeState(run, group, taskInstance, 'queued');
    taskInstance.queuedAt = at;
    makeDue(world, run, taskInstance, at + world.timing.startMs);
  },
  queued: startTry,
  running: endTry,
  up_for_retry: scheduleAgain,
  up_for_reschedule: scheduleAgain,
  deferred({ world, run, group, taskInstance, at }) {
    changeState(run, group, taskInstance, 'scheduled');
    makeDue(world, run, taskInstance, at + world.timing.queueMs);
  },
  restarting({ world, dag, run, group, taskInstance, at }) {
    changeState(run, group, taskInstance, 'none');
    taskInstance.maxTries = taskInstance.tryNumber + (group.task?.retries ?? 0);
    noteChange(world, dag, run, at);
  },
};

function scheduleAgain(moment: Moment): void {
  const { world, run, group, taskInstance, at } = moment;
  if (isScheduled(moment)) schedule(world, run, group, taskInstance, at);
}

/** The scheduler works on this run: otherwise the task instance stands still until it does again. */
function isScheduled({ world, dag, run, at }: Moment): boolean {
  return !dag.isPaused && run.state === 'running' && !isStale(world, dag, at);
}

function startTry(moment: Moment): void {
  const { world, dag, run, group, taskInstance, at } = moment;
  const { task } = group;
  if (task === null || dag.file !== 'present') {
    startWithoutFile(moment);
    return;
  }
  changeState(run, group, taskInstance, 'running');
  taskInstance.startedAt = at;
  taskInstance.endedAt = null;
  if (taskInstance.pauses === 0) {
    const { tryNumber, maxTries } = taskInstance;
    taskInstance.starts.push({ tryNumber, maxTries, startedAt: at, endedAt: null, ending: null, setTo: null });
  }
  makeDue(world, run, taskInstance, at + runningMs(task, taskInstance));
}

function runningMs(task: CompiledTask, { mapIndex, starts, pauses }: TaskInstanceRecord): number {
  const { durationMs = task.durationMs } = outcomeOfStart(task, mapIndex, starts.length - 1);
  return pausesLeft(task, pauses) === 0 ? durationMs : Math.min(durationMs, triggererSlotMs);
}

function pausesLeft({ definition }: CompiledTask, pauses: number): number {
  return Math.max(0, (definition.defersMs === undefined ? (definition.reschedules?.times ?? 0) : 1) - pauses);
}

/** Rule 30: Airflow 2 fails the try at once, without a log; Airflow 3 tries again later while the run says running. */
function startWithoutFile(moment: Moment): void {
  const { world, run, group, taskInstance, at } = moment;
  if (world.rules.brokenDagWaits) {
    changeState(run, group, taskInstance, 'up_for_reschedule');
    makeDue(world, run, taskInstance, at + retryWithoutFileMs);
  } else {
    taskInstance.startedAt = at;
    fail(moment, 'exception');
  }
}

function endTry(moment: Moment): void {
  const { run, group, taskInstance } = moment;
  const start = taskInstance.starts.at(-1);
  if (group.task === null || start === undefined) fail(moment, 'exception');
  else if (start.ending !== null) fail(moment, start.ending === 'killed' ? 'killed' : 'lost-worker');
  else if (pausesLeft(group.task, taskInstance.pauses) > 0) pause(moment, group.task);
  else if (isSetupUndone(run, group.task)) failWith(moment, start, 'missing-setup', 'exception');
  else endAsDefined(moment, start, outcomeOfStart(group.task, taskInstance.mapIndex, taskInstance.starts.length - 1));
}

function endAsDefined(moment: Moment, start: Start, outcome: Outcome): void {
  const { world, run, taskInstance, at } = moment;
  if (outcome.result === 'failed') {
    if (outcome.how !== 'lost-worker') {
      failWith(moment, start, outcome.how === 'killed' ? 'killed' : 'failed', outcome.how);
      return;
    }
    endStart(start, 'lost-worker', at);
    makeDue(world, run, taskInstance, at + world.timing.heartbeatTimeoutMs);
    return;
  }
  endStart(start, outcome.result === 'success' ? 'succeeded' : 'skipped', at);
  end(moment, outcome.result);
}

function pause({ world, run, group, taskInstance, at }: Moment, { definition }: CompiledTask): void {
  taskInstance.pauses += 1;
  const isDeferred = definition.defersMs !== undefined;
  const waitMs = definition.defersMs ?? definition.reschedules?.everyMs ?? 0;
  changeState(run, group, taskInstance, isDeferred ? 'deferred' : 'up_for_reschedule');
  makeDue(world, run, taskInstance, at + waitMs);
}

/** Rule 8: the teardown has undone the setup since the setup last ran. */
function isSetupUndone(run: RunRecord, task: CompiledTask): boolean {
  return task.setups.some(({ setup, teardowns }) => {
    const setUpAt = lastEndOf(run, setup);
    return teardowns.some((teardown) => lastEndOf(run, teardown) > setUpAt);
  });
}

function lastEndOf(run: RunRecord, task: CompiledTask): number {
  return run.byTaskId.get(task.taskId)?.instances[0]?.starts.at(-1)?.endedAt ?? Number.NEGATIVE_INFINITY;
}

export function endStart(start: Start, ending: StartEnding, at: number): void {
  start.ending = ending;
  start.endedAt = at;
}

function failWith(moment: Moment, start: Start, ending: StartEnding, how: FailureKind): void {
  endStart(start, ending, moment.at);
  fail(moment, how);
}

/** A failed try is retried while Airflow's own retries last, unless its failure forbids it. */
function fail(moment: Moment, how: FailureKind): void {
  const { world, run, group, taskInstance, at } = moment;
  const retries = group.task?.retries ?? 0;
  const isFinal =
    how === 'no-retry' || how === 'sensor-timeout' || retries === 0 || taskInstance.tryNumber > taskInstance.maxTries;
  end(moment, isFinal ? 'failed' : 'up_for_retry');
  if (isFinal) return;
  rememberTry(taskInstance, 'failed');
  makeDue(world, run, taskInstance, at + (group.task?.retryDelayMs ?? 0));
}

/** Rule 20: each end is told again, whoever caused the try. */
function end({ world, dag, run, group, taskInstance, at }: Moment, state: TaskInstanceState): void {
  changeState(run, group, taskInstance, state);
  taskInstance.endedAt = at;
  taskInstance.pauses = 0;
  const { taskId, mapIndex, tryNumber } = taskInstance;
  world.onEvent({
    kind: 'task-instance',
    at,
    dagId: run.dagId,
    dagRunId: run.dagRunId,
    taskId,
    mapIndex,
    tryNumber,
    state,
  });
  noteChange(world, dag, run, at);
}
