import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import { AirflowError } from '../../core/airflow/airflow-error.ts';
import type { ClearRequest } from '../../core/airflow/clear-request.ts';
import type { SetStateRequest } from '../../core/airflow/set-state-request.ts';
import type { Airflow } from '../../ports/airflow.ts';
import { type AstroClientOptions, createAstroClient, realClock } from './client.ts';
import { createFailedRunSearch, createRunSearch } from './find-run.ts';
import { createLogTailReader, type LogSettings } from './read-log-tail.ts';
import { createWholeListing, type ListingSettings } from './whole-listing.ts';
import { clearFlags, setStateFlags } from './write-flags.ts';

export interface AstroAirflowOptions extends AstroClientOptions {
  readonly bounds?: Partial<AstroBounds> | undefined;
}

/** How much is read for one call of the port. */
export type AstroBounds = ListingSettings & LogSettings & { readonly runsMax: number };

const defaults: AstroBounds = {
  taskInstancesMax: 20_000,
  listingLimitMs: 30_000,
  runsMax: 5_000,
  logTailBytes: 64 * 1_024,
  logBytesMax: 32 * 1_024 * 1_024,
  logLimitMs: 15_000,
};

/** One Airflow behind the Astronomer core API v1alpha1. */
export function createAstroAirflow(options: AstroAirflowOptions): Airflow {
  const client = createAstroClient(options);
  const { now } = options.clock ?? realClock;
  const world = { client, now, deployment: options.deployment, ...defaults, ...options.bounds };
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
    },
    listTaskInstances: createWholeListing(world),
    readRun: createRunSearch(world),
    listFailedRuns: createFailedRunSearch(world),
    readDag: (dagId) => nullWhereMissing(client.getRuntimeDag(dagId)),
    readLogTail: createLogTailReader(world),
    previewClear: (request) => clear(request, true),
    clear: (request) => clear(request, false),
    previewSetState: (request) => setState(request, true),
    setState: (request) => setState(request, false),
    async queueRun({ dagId, dagRunId }) {
      await client.updateDagRun({ dagId, dagRunId, state: 'queued' });
    },
  };
}

async function nullWhereMissing<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AirflowError && error.code === 'not-found') return null;
    throw error;
  }
}
