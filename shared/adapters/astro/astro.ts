import { type Bounds, bounds } from '../../airflow-http/bounds.ts';
import { createLogTailReader } from '../../airflow-http/log-tail.ts';
import { saysNoLog, unwrapLogPiece } from '../../airflow-http/log-text.ts';
import { nullWhereMissing } from '../../airflow-http/null-where-missing.ts';
import { realClock } from '../../airflow-http/retry.ts';
import { createWholeListing } from '../../airflow-http/whole-listing.ts';
import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import type { ClearRequest } from '../../core/airflow/clear-request.ts';
import type { SetStateRequest } from '../../core/airflow/set-state-request.ts';
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
  const clear = (request: ClearRequest, isDryRun: boolean): Promise<AffectedTaskInstance[]> =>
    client.clearTaskInstances({ ...request, isDryRun, ...clearFlags });
  const setState = (request: SetStateRequest, isDryRun: boolean): Promise<AffectedTaskInstance[]> =>
    client.updateTaskInstancesState({ ...request, isDryRun, ...setStateFlags });

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
