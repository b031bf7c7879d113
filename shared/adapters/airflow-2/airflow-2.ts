import { addEvents } from '../../airflow-http/add-events.ts';
import { afterVersion, airflow2, createVersionReader } from '../../airflow-http/airflow-version.ts';
import { type Bounds, bounds } from '../../airflow-http/bounds.ts';
import { type Call, createCall } from '../../airflow-http/call.ts';
import { type ClientOptions, createCallWorld } from '../../airflow-http/client-options.ts';
import { createAirflowDescriber } from '../../airflow-http/describe-airflow.ts';
import { createFailedRunSearch } from '../../airflow-http/failed-runs.ts';
import { createLogTailReader } from '../../airflow-http/log-tail.ts';
import { saysNoLog } from '../../airflow-http/log-text.ts';
import { nullWhereMissing } from '../../airflow-http/null-where-missing.ts';
import { paginate } from '../../airflow-http/paginate.ts';
import { createWholeListing } from '../../airflow-http/whole-listing.ts';
import type { Run, RunReference } from '../../core/airflow/run.ts';
import type { Airflow } from '../../ports/airflow.ts';
import { createClear } from './clear.ts';
import { dialect } from './dialect.ts';
import { quirks } from './quirks.ts';
import { createEventReader, createLogPieceReader, renderEvent, showsEnd } from './read-log.ts';
import { createSetState } from './set-state.ts';
import { type Operations, routes } from './wire.gen.ts';
import { dag, run, runPage, taskGraph, taskInstancePage } from './wire.ts';

export interface Airflow2Options extends ClientOptions {
  readonly bounds?: Partial<Bounds> | undefined;
}

export type Airflow2Call = Call<Operations>;

/** One Airflow behind the REST API of Airflow 2 (`/api/v1`), 2.4 to 2.11. */
export function createAirflow2(options: Airflow2Options): Airflow {
  const { deployment } = options;
  const world = createCallWorld(options, dialect);
  const version = createVersionReader(world, airflow2);
  const call = afterVersion(createCall<Operations>(world, routes, {}), version);
  const reads = createReads(call, world.settings.pageLimit);
  const limits = { ...bounds, ...options.bounds, now: world.clock.now, deployment };
  const readRun = ({ dagId: dag_id, dagRunId: dag_run_id }: RunReference): Promise<Run | null> =>
    nullWhereMissing(call('getDagRun', run, { path: { dag_id, dag_run_id }, body: null, isWrite: false }));

  return {
    describeApi: createAirflowDescriber(world, { generation: airflow2, quirks, from: [2, 4, 0], to: [2, 11, 2] }),
    abilities: {
      name: airflow2.kind,
      addressesMapIndex: false,
      previewsMapIndex: false,
      previewsSetState: true,
      setsMapIndex: true,
      listsRunsOfAllDags: true,
      showsTaskGraph: true,
      readsEventLog: true,
    },
    listTaskInstances: orNull(createWholeListing({ ...limits, ...reads }), readRun),
    readRun,
    listFailedRuns: createFailedRunSearch({ ...limits, ...reads }),
    readDag: (dagId) => nullWhereMissing(call('getDag', dag, { path: { dag_id: dagId }, body: null, isWrite: false })),
    readTaskGraph: (dagId) =>
      nullWhereMissing(call('getTasks', taskGraph, { path: { dag_id: dagId }, body: null, isWrite: false })),
    readLogTail: addEvents({
      readLogTail: createLogTailReader({ ...limits, readPiece: createLogPieceReader(call), saysNoLog }),
      readEvents: createEventReader(call, version),
      showsEnd,
      renderEvent,
    }),
    ...createClear(call, deployment),
    ...createSetState(call, version, deployment),
    async queueRun({ dagId: dag_id, dagRunId: dag_run_id }) {
      await call('updateDagRunState', run, { path: { dag_id, dag_run_id }, body: { state: 'queued' }, isWrite: true });
    },
  };
}

/** Airflow 2 answers an unknown run with an empty list. */
function orNull(
  list: Airflow['listTaskInstances'],
  readRun: (reference: RunReference) => Promise<Run | null>,
): Airflow['listTaskInstances'] {
  return async (reference) => {
    const listing = await list(reference);
    const isThere = listing !== null && (listing.taskInstances.length > 0 || (await readRun(reference)) !== null);
    return isThere ? listing : null;
  };
}

function createReads(call: Airflow2Call, limit: number) {
  return {
    listTaskInstances: ({ dagId: dag_id, dagRunId: dag_run_id }: RunReference) =>
      paginate(
        (paging) =>
          call('getTaskInstances', taskInstancePage, {
            path: { dag_id, dag_run_id },
            query: paging,
            body: null,
            isWrite: false,
          }),
        { limit },
      ),
    listFailedRuns: ({ dagId, endedSince }: { dagId: string | null; endedSince: string }) =>
      paginate(
        (paging) =>
          call('getDagRuns', runPage, {
            path: { dag_id: dagId ?? '~' },
            query: { ...paging, state: ['failed'], end_date_gte: endedSince, order_by: '-end_date' },
            body: null,
            isWrite: false,
          }),
        { limit },
      ),
  };
}
