import { type Bounds, bounds } from '../../airflow-http/bounds.ts';
import { createFailure } from '../../airflow-http/failure.ts';
import { createLogTailReader } from '../../airflow-http/log-tail.ts';
import { saysNoLog, unwrapLogPiece } from '../../airflow-http/log-text.ts';
import { nullWhereMissing } from '../../airflow-http/null-where-missing.ts';
import { realClock } from '../../airflow-http/retry.ts';
import { createWholeListing } from '../../airflow-http/whole-listing.ts';
import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import type { AirflowError } from '../../core/airflow/airflow-error.ts';
import type { ClearRequest } from '../../core/airflow/clear-request.ts';
import type { SetStateRequest } from '../../core/airflow/set-state-request.ts';
import { unmapped } from '../../core/airflow/task-instance.ts';
import type { Airflow } from '../../ports/airflow.ts';
import { type AstroClientOptions, createAstroClient } from './client.ts';
import { createFailedRunSearch, createRunSearch } from './find-run.ts';
import { clearFlags, setStateFlags } from './write-flags.ts';

export interface AstroAirflowOptions extends AstroClientOptions {
  readonly bounds?: Partial<Bounds> | undefined;
}

/** One Airflow behind the Astronomer core API v1alpha1. */
export function createAstroAirflow(options: AstroAirflowOptions): Airflow {
  const client = createAstroClient(options);
  const { now } = options.clock ?? realClock;
  const world = { client, now, deployment: options.deployment, ...bounds, ...options.bounds };
  const readPiece = async (query: Parameters<typeof client.getTaskInstanceLogs>[0]) => {
    const { content, continuationToken } = await client.getTaskInstanceLogs(query);
    return { text: unwrapLogPiece(content), bytes: Buffer.byteLength(content), continuationToken };
  };
  const clear = async (request: ClearRequest, isDryRun: boolean): Promise<AffectedTaskInstance[]> => {
    const { mapIndexes, ...rest } = request;
    if (mapIndexes !== undefined && mapIndexes.size > 0) throw refuseMapIndex('clearTaskInstances', options.deployment);
    return client.clearTaskInstances({ ...rest, isDryRun, ...clearFlags });
  };
  const setState = async (request: SetStateRequest, isDryRun: boolean): Promise<AffectedTaskInstance[]> => {
    const { mapIndex = unmapped, ...rest } = request;
    if (mapIndex !== unmapped) throw refuseMapIndex('updateTaskInstancesState', options.deployment);
    return client.updateTaskInstancesState({ ...rest, isDryRun, ...setStateFlags });
  };

  const name = 'astro-core-v1alpha1';
  return {
    // This API has no operation that tells Airflow's version.
    describeApi: async () => ({ name, version: null, problems: [] }),
    abilities: {
      name,
      addressesMapIndex: false,
      previewsMapIndex: false,
      previewsSetState: true,
      setsMapIndex: false,
      listsRunsOfAllDags: false,
      showsTaskGraph: false,
      readsEventLog: false,
    },
    listTaskInstances: createWholeListing({ ...world, listTaskInstances: client.listTaskInstances }),
    readRun: createRunSearch(world),
    listFailedRuns: createFailedRunSearch(world),
    readDag: (dagId) => nullWhereMissing(client.getRuntimeDag(dagId)),
    readTaskGraph: async () => null,
    readLogTail: createLogTailReader({ ...world, readPiece, saysNoLog }),
    previewClear: (request) => clear(request, true),
    clear: (request) => clear(request, false),
    previewSetState: (request) => setState(request, true),
    setState: (request) => setState(request, false),
    async queueRun({ dagId, dagRunId }) {
      await client.updateDagRun({ dagId, dagRunId, state: 'queued' });
    },
  };
}

/** Left out, it would mean every index. */
function refuseMapIndex(operation: string, deployment: string): AirflowError {
  const message = 'not sent: this API can not name one map index';
  return createFailure({ operation, deployment, isWrite: false }, 'bad-request', message, { mayHaveExecuted: false });
}
