import type { AffectedInstance, Answer } from './answer.ts';
import { answered, describeAffected, refused } from './answer.ts';
import { applyClear } from './clear.ts';
import { completeClear } from './clear-request.ts';
import { flatRelatives } from './compiled-dag.ts';
import { changeState } from './run-record.ts';
import { reopenClosing } from './scheduler.ts';
import type { Selected } from './select-task-instances.ts';
import { chooseRuns, selectTaskInstances } from './select-task-instances.ts';
import { endStart } from './worker.ts';
import type { DagRecord, World } from './world.ts';
import { noteChange } from './world.ts';

export interface SetTaskInstanceState {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly taskId: string;
  /** Absent: the unmapped instance, or every index where the flavour says so. */
  readonly mapIndex?: number | undefined;
  readonly state: 'success' | 'failed' | 'skipped';
  readonly isDryRun?: boolean | undefined;
  readonly includeUpstream?: boolean | undefined;
  readonly includeDownstream?: boolean | undefined;
  readonly includeFuture?: boolean | undefined;
  readonly includePast?: boolean | undefined;
}

/** How long the process of a task that was set from outside goes on (rule 28). */
const stopsAfterMs = 4_000;

/** Sets the state of one task's instances and their relatives, and, unseen in the answer, clears what is failed below (rule 23). */
export function setTaskInstanceState(
  world: World,
  request: SetTaskInstanceState,
  now: number,
): Answer<AffectedInstance[]> {
  const dag = world.dags.get(request.dagId);
  if (dag === undefined) return refused('not-found', `Dag id ${request.dagId} not found`);
  if (!dag.compiled.byTaskId.has(request.taskId)) {
    return refused('not-found', `Task '${request.taskId}' not found in DAG '${request.dagId}'`);
  }
  const run = dag.byDagRunId.get(request.dagRunId);
  if (run === undefined)
    return refused('not-found', `Dag Run id ${request.dagRunId} not found in dag ${request.dagId}`);
  const instances = run.byTaskId.get(request.taskId)?.instances ?? [];
  const addressed = instances.filter(({ mapIndex }) => isAddressed(world, request, mapIndex));
  if (addressed.length === 0) {
    return refused(
      'not-found',
      `Task instance not found for task '${request.taskId}' on DAG run with ID '${request.dagRunId}'`,
    );
  }
  const differing = selectDiffering(world, dag, request);
  const isDryRun = request.isDryRun ?? true;
  if (isDryRun) return answered(differing.map(({ run: of, taskInstance }) => describeAffected(of, taskInstance)));
  if (differing.length === 0 && world.rules.refusesNoopSet) {
    return refused('conflict', `Task id ${request.taskId} is already in ${request.state} state`);
  }
  for (const one of differing) setState(world, one, request.state, now);
  const inAnswer = world.rules.answersAddressedOnly
    ? addressed.map((taskInstance) => ({ run, taskInstance }))
    : differing;
  const described = inAnswer.map(({ run: of, taskInstance }) => describeAffected(of, taskInstance));
  clearBelow(world, dag, request, now);
  return answered(described);
}

function isAddressed(world: World, { mapIndex: asked }: SetTaskInstanceState, mapIndex: number): boolean {
  if (asked !== undefined) return mapIndex === asked;
  return world.rules.bareIdSetsAllIndexes || mapIndex === -1;
}

/** Rule 21: only task instances whose state differs. */
function selectDiffering(world: World, dag: DagRecord, request: SetTaskInstanceState): Selected[] {
  const task = dag.compiled.byTaskId.get(request.taskId);
  if (task === undefined) return [];
  const taskIds = new Set([request.taskId]);
  if (request.includeUpstream) for (const above of flatRelatives(task, 'upstream')) taskIds.add(above.taskId);
  if (request.includeDownstream) for (const below of flatRelatives(task, 'downstream')) taskIds.add(below.taskId);
  const selected: Selected[] = [];
  for (const run of chooseRuns(dag, boundsOf(request))) {
    for (const group of run.tasks) {
      if (!taskIds.has(group.taskId)) continue;
      for (const taskInstance of group.instances) {
        const isChosen = group.taskId !== request.taskId || isAddressed(world, request, taskInstance.mapIndex);
        if (isChosen && taskInstance.state !== request.state) selected.push({ dag, run, group, taskInstance });
      }
    }
  }
  return selected;
}

function boundsOf({ dagRunId, includePast, includeFuture }: SetTaskInstanceState) {
  return {
    dagRunId,
    startAt: null,
    endAt: null,
    includePast: includePast ?? false,
    includeFuture: includeFuture ?? false,
  };
}

/** Airflow's `TaskInstance.set_state`: dates are kept where there are some. A running process is stopped some seconds later (rule 28). */
export function setState(
  world: World,
  { dag, run, group, taskInstance }: Selected,
  state: SetTaskInstanceState['state'],
  now: number,
): void {
  const start = taskInstance.starts.at(-1);
  if (taskInstance.state === 'running' && start?.ending === null) {
    endStart(start, 'externally-set', now + stopsAfterMs);
    start.setTo = state;
  }
  changeState(run, group, taskInstance, state);
  taskInstance.startedAt ??= now;
  taskInstance.endedAt ??= now;
  if (run.state !== 'running') return;
  reopenClosing(world, run, now);
  noteChange(world, dag, run, now);
}

/** Rule 23: failed and blocked instances below the task are cleared and a finished run is queued, whatever the new state was. */
function clearBelow(world: World, dag: DagRecord, request: SetTaskInstanceState, now: number): void {
  const bounds = boundsOf(request);
  const clear = completeClear(
    {
      dagId: dag.dagId,
      taskIds: [request.taskId],
      includeDownstream: true,
      onlyFailed: true,
      resetDagRuns: true,
      isDryRun: false,
    },
    world.rules,
  );
  const selected = selectTaskInstances(world, dag, chooseRuns(dag, bounds), clear);
  applyClear(
    world,
    selected.filter(({ taskInstance }) => taskInstance.taskId !== request.taskId),
    true,
    now,
  );
}
