import { addEvents } from '../../airflow-http/add-events.ts';
import { afterVersion, airflow3, createVersionReader } from '../../airflow-http/airflow-version.ts';
import { type Bounds, bounds } from '../../airflow-http/bounds.ts';
import { type Call, createCall } from '../../airflow-http/call.ts';
import { type ClientOptions, createCallWorld } from '../../airflow-http/client-options.ts';
import { createAirflowDescriber } from '../../airflow-http/describe-airflow.ts';
import { createFailedRunSearch } from '../../airflow-http/failed-runs.ts';
import { createLogTailReader } from '../../airflow-http/log-tail.ts';
import { nullWhereMissing } from '../../airflow-http/null-where-missing.ts';
import { paginate } from '../../airflow-http/paginate.ts';
import type { Version } from '../../airflow-http/version.ts';
import { createWholeListing } from '../../airflow-http/whole-listing.ts';
import type { Airflow } from '../../ports/airflow.ts';
import { createClear } from './clear.ts';
import { createDialect } from './dialect.ts';
import { renderEvent, saysNoLog, showsEnd } from './log-events.ts';
import { quirks } from './quirks.ts';
import { createEventReader, createLogPieceReader } from './read-log.ts';
import { createSetState } from './set-state.ts';
import { type Operations, routes } from './wire.gen.ts';
import { dag, run, runPage, taskGraph, taskInstancePage } from './wire.ts';

export interface Airflow3Options extends ClientOptions {
  readonly bounds?: Partial<Bounds> | undefined;
}

export type Airflow3Call = Call<Operations>;

/** One Airflow behind the REST API of Airflow 3 (`/api/v2`), 3.0 to 3.3. */
export function createAirflow3(options: Airflow3Options): Airflow {
  let known: Version | null = null;
  const world = createCallWorld(
    options,
    createDialect(() => known),
  );
  const readVersion = createVersionReader(world, airflow3);
  const version = async (): Promise<Version> => {
    known = await readVersion();
    return known;
  };
  const call = afterVersion(createCall<Operations>(world, routes, {}), version);
  const reads = { ...createReads(call, world.settings.pageLimit), deployment: options.deployment };
  const limits = { ...bounds, ...options.bounds, now: world.clock.now, deployment: options.deployment };

  return {
    describeApi: createAirflowDescriber(world, { generation: airflow3, quirks, from: [3, 0, 0], to: [3, 3, 2] }),
    abilities: {
      name: airflow3.kind,
      addressesMapIndex: true,
      previewsMapIndex: true,
      previewsSetState: true,
      setsMapIndex: true,
      listsRunsOfAllDags: true,
      showsTaskGraph: true,
      readsEventLog: true,
    },
    listTaskInstances: createWholeListing({ ...limits, ...reads }),
    readRun: ({ dagId: dag_id, dagRunId: dag_run_id }) =>
      nullWhereMissing(call('getDagRun', run, { path: { dag_id, dag_run_id }, body: null, isWrite: false })),
    listFailedRuns: createFailedRunSearch({ ...limits, ...reads }),
    readDag: (dagId) => nullWhereMissing(call('getDag', dag, { path: { dag_id: dagId }, body: null, isWrite: false })),
    readTaskGraph: (dagId) =>
      nullWhereMissing(call('getTasks', taskGraph, { path: { dag_id: dagId }, body: null, isWrite: false })),
    readLogTail: addEvents({
      readLogTail: createLogTailReader({ ...limits, readPiece: createLogPieceReader(call), saysNoLog }),
      readEvents: createEventReader(call),
      showsEnd,
      renderEvent,
    }),
    ...createClear(call, version, options.deployment),
    ...createSetState(call),
    async queueRun({ dagId: dag_id, dagRunId: dag_run_id }) {
      await call('patchDagRun', run, { path: { dag_id, dag_run_id }, body: { state: 'queued' }, isWrite: true });
    },
  };
}

function createReads(call: Airflow3Call, limit: number) {
  return {
    listTaskInstances: ({ dagId: dag_id, dagRunId: dag_run_id }: { dagId: string; dagRunId: string }) =>
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
            query: { ...paging, state: ['failed'], end_date_gte: endedSince, order_by: ['-end_date'] },
            body: null,
            isWrite: false,
          }),
        { limit },
      ),
  };
}
