import type { AirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import type { AffectedInstance, Answer } from '../../sandbox/airflow-model/answer.ts';
import type { Flavour } from '../../sandbox/airflow-model/flavour.ts';
import { heartbeatWords } from '../../sandbox/airflow-server/served-deployment.ts';
import { clearFlags, setStateFlags } from '../../shared/adapters/astro/write-flags.ts';
import type { AffectedTaskInstance } from '../../shared/core/airflow/affected-task-instance.ts';
import { AirflowError } from '../../shared/core/airflow/airflow-error.ts';
import type { ClearRequest } from '../../shared/core/airflow/clear-request.ts';
import type { SetStateRequest } from '../../shared/core/airflow/set-state-request.ts';
import { unmapped } from '../../shared/core/airflow/task-instance.ts';
import type { Airflow, AirflowAbilities, TaskInstanceListing } from '../../shared/ports/airflow.ts';

/** What each API can do, as its adapter says. */
export function abilitiesOf(flavour: Flavour): AirflowAbilities {
  const isOwnApi = flavour !== 'core';
  const isThree = isOwnApi && flavour !== '2.11';
  return {
    name: `model-${flavour}`,
    addressesMapIndex: isThree,
    previewsMapIndex: isThree,
    previewsSetState: true,
    setsMapIndex: isOwnApi,
    listsRunsOfAllDags: isOwnApi,
    showsTaskGraph: isOwnApi,
    readsEventLog: isOwnApi,
  };
}

/** The port, spoken straight to the model of Airflow: what the simulation looks through, with the abilities of its flavour's API. */
export function createModelAirflow(model: AirflowModel, clock: () => number): Airflow {
  const abilities = abilitiesOf(model.flavour);
  return {
    abilities,
    describeApi: async () => ({ name: abilities.name, version: null, problems: [] }),
    ...createReads(model, clock, abilities),
    ...createWrites(model, clock, abilities),
  };
}

function createReads(
  model: AirflowModel,
  clock: () => number,
  abilities: AirflowAbilities,
): Pick<Airflow, 'listTaskInstances' | 'readRun' | 'listFailedRuns' | 'readDag' | 'readTaskGraph' | 'readLogTail'> {
  return {
    async listTaskInstances({ dagId, dagRunId }): Promise<TaskInstanceListing | null> {
      model.advance(clock());
      const listed = model.listTaskInstances(dagId, dagRunId);
      if (listed === null) return null;
      return { taskInstances: listed, logicalAt: model.findRun(dagId, dagRunId)?.logicalAt ?? null, pages: 1 };
    },
    async readRun({ dagId, dagRunId }) {
      model.advance(clock());
      return model.findRun(dagId, dagRunId);
    },
    async listFailedRuns({ dagId, endedSince, limit }) {
      model.advance(clock());
      const failed = (dagId === null ? model.listDagIds() : [dagId])
        .flatMap((one) => model.listRuns(one))
        .filter(({ state, endedAt }) => state === 'failed' && endedAt !== null && endedAt >= endedSince);
      return failed.sort((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0)).slice(0, limit);
    },
    async readDag(dagId) {
      return model.readDag(dagId, clock());
    },
    readTaskGraph: async (dagId) => (abilities.showsTaskGraph ? model.listTasks(dagId) : null),
    async readLogTail({ dagId, dagRunId, taskId, mapIndex, tryNumber }) {
      const log = model.readLog({ dagId, dagRunId, taskId, mapIndex, tryNumber }, clock());
      const lost = abilities.readsEventLog ? model.listLostTries(dagId, dagRunId) : [];
      const isLost = lost.some(
        (one) => one.taskId === taskId && one.mapIndex === mapIndex && one.tryNumber === tryNumber,
      );
      const lines = log === null || log.kind === 'missing' ? [] : log.lines;
      const told = isLost ? [`ERROR - ${heartbeatWords}`] : [];
      const text = [...lines, ...told].join('\n');
      return text === '' && (log === null || log.kind === 'missing') ? { kind: 'missing' } : { kind: 'text', text };
    },
  };
}

function createWrites(
  model: AirflowModel,
  clock: () => number,
  abilities: AirflowAbilities,
): Pick<Airflow, 'previewClear' | 'clear' | 'previewSetState' | 'setState' | 'queueRun'> {
  const name = (affected: AffectedInstance): AffectedTaskInstance => toReference(affected, abilities);
  const clear = async (operation: string, request: ClearRequest, isDryRun: boolean) => {
    const { dagId, dagRunId, includeDownstream, taskIds, mapIndexes = new Map() } = request;
    if (mapIndexes.size > 0 && !abilities.addressesMapIndex) throw refuseMapIndex(operation);
    const selectors = taskIds.flatMap((taskId) => selectorsOf(taskId, mapIndexes));
    const written = { dagId, dagRunId, includeDownstream, taskIds: selectors, ...clearFlags, isDryRun };
    return unwrap(operation, model.clear(written, clock())).map(name);
  };
  const setState = async (operation: string, request: SetStateRequest, isDryRun: boolean) => {
    const { mapIndex = unmapped } = request;
    if (mapIndex !== unmapped && !abilities.setsMapIndex) throw refuseMapIndex(operation);
    const written = { ...request, mapIndex, ...setStateFlags, isDryRun };
    return unwrap(operation, model.setTaskInstanceState(written, clock())).map(name);
  };
  return {
    previewClear: (request) => clear('previewClear', request, true),
    clear: (request) => clear('clear', request, false),
    previewSetState: (request) => setState('previewSetState', request, true),
    setState: (request) => setState('setState', request, false),
    async queueRun({ dagId, dagRunId }) {
      unwrap('queueRun', model.setRunState({ dagId, dagRunId, state: 'queued' }, clock()));
    },
  };
}

function selectorsOf(
  taskId: string,
  mapIndexes: ReadonlyMap<string, readonly number[]>,
): (string | readonly [string, number])[] {
  const indexes = mapIndexes.get(taskId);
  return indexes === undefined ? [taskId] : indexes.map((index): readonly [string, number] => [taskId, index]);
}

function toReference(
  { dagId, dagRunId, taskId, mapIndex }: AffectedInstance,
  { previewsMapIndex }: AirflowAbilities,
): AffectedTaskInstance {
  return { dagId, dagRunId, taskId, mapIndex: previewsMapIndex ? mapIndex : null };
}

function refuseMapIndex(operation: string): AirflowError {
  const message = 'this API can not name one map index';
  return new AirflowError({ operation, deployment: 'model', code: 'bad-request', executed: 'no', message });
}

function unwrap<Value>(operation: string, answer: Answer<Value>): Value {
  const about = { operation, deployment: 'model' };
  if (answer.kind === 'answered') return answer.value;
  if (answer.kind === 'delayed')
    throw new AirflowError({ ...about, code: 'timed-out', executed: 'unknown', message: `${operation} timed out` });
  throw new AirflowError({
    ...about,
    code: answer.reason,
    executed: answer.reason === 'conflict' ? 'unknown' : 'no',
    message: answer.message,
  });
}
