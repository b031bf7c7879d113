import type { AirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import type { Answer } from '../../sandbox/airflow-model/answer.ts';
import { clearFlags, setStateFlags } from '../../shared/adapters/astro/write-flags.ts';
import { AirflowError } from '../../shared/core/airflow/airflow-error.ts';
import type { Airflow, TaskInstanceListing } from '../../shared/ports/airflow.ts';

/** The port, spoken straight to the model of Airflow: what the simulation looks through. */
export function createModelAirflow(model: AirflowModel, clock: () => number): Airflow {
  return {
    abilities: {
      name: 'model',
      addressesMapIndex: false,
      previewsMapIndex: false,
      previewsSetState: true,
      setsMapIndex: false,
      listsRunsOfAllDags: false,
      showsTaskGraph: false,
    },
    readTaskGraph: async () => null,
    describeApi: async () => ({ name: 'model', version: null, problems: [] }),
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
      const failed = model
        .listRuns(dagId ?? '')
        .filter(({ state, endedAt }) => state === 'failed' && endedAt !== null && endedAt >= endedSince);
      return failed.sort((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0)).slice(0, limit);
    },
    async readDag(dagId) {
      return model.readDag(dagId, clock());
    },
    async readLogTail({ dagId, dagRunId, taskId, mapIndex, tryNumber }) {
      const log = model.readLog({ dagId, dagRunId, taskId, mapIndex, tryNumber }, clock());
      return log === null || log.kind === 'missing'
        ? { kind: 'missing' }
        : { kind: 'text', text: log.lines.join('\n') };
    },
    async previewClear(request) {
      return unwrap('previewClear', model.clear({ ...request, ...clearFlags, isDryRun: true }, clock())).map(
        toReference,
      );
    },
    async clear(request) {
      return unwrap('clear', model.clear({ ...request, ...clearFlags, isDryRun: false }, clock())).map(toReference);
    },
    async previewSetState(request) {
      return unwrap(
        'previewSetState',
        model.setTaskInstanceState({ ...request, ...setStateFlags, isDryRun: true }, clock()),
      ).map(toReference);
    },
    async setState(request) {
      return unwrap(
        'setState',
        model.setTaskInstanceState({ ...request, ...setStateFlags, isDryRun: false }, clock()),
      ).map(toReference);
    },
    async queueRun({ dagId, dagRunId }) {
      unwrap('queueRun', model.setRunState({ dagId, dagRunId, state: 'queued' }, clock()));
    },
  };
}

/** Core v1alpha1 names no map index. */
function toReference({ dagId, dagRunId, taskId }: { dagId: string; dagRunId: string; taskId: string }) {
  return { dagId, dagRunId, taskId, mapIndex: null };
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
