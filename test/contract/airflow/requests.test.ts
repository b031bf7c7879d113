import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Airflow } from '../../../shared/ports/airflow.ts';
import { failureOf } from '../../unit/adapters/astro/a-client.ts';
import { type AServer, type Received, startServer } from '../../unit/airflow-http/a-server.ts';
import { openDocument } from '../documented-request.ts';
import { airflow2, airflow3, asRelease, connect, type TestedApi } from './apis.ts';

let server: AServer;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => {
  server.received.length = 0;
});
afterAll(() => server.close());

const run = { dagId: 'größe/50% a+b', dagRunId: 'scheduled__2026-01-05T00:00:00+00:00' };
const task = { ...run, taskId: 'group.load?#' };
const aTaskInstance = {
  ...{ id: 'u', task_id: 'load', dag_id: run.dagId, dag_run_id: run.dagRunId, map_index: -1, try_number: 1 },
  ...{ max_tries: 0, pool: 'default_pool', state: 'failed' },
};
const aRun = { dag_id: run.dagId, dag_run_id: run.dagRunId, run_type: 'manual', state: 'failed', end_date: null };
const instances = { task_instances: [aTaskInstance], total_entries: 1 };
const clear = { ...run, taskIds: ['load', 'report'], includeDownstream: true } as const;
const tryOf = { ...task, mapIndex: 3, tryNumber: 2 };

interface Case {
  readonly act: (airflow: Airflow) => Promise<unknown>;
  readonly answer: unknown;
}

const cases = (api: TestedApi): Readonly<Record<string, Case>> => ({
  getDag: { act: ({ readDag }) => readDag(run.dagId), answer: { dag_id: 'd', owners: [], tags: [] } },
  getTasks: { act: ({ readTaskGraph }) => readTaskGraph(run.dagId), answer: { tasks: [] } },
  getDagRuns: {
    act: ({ listFailedRuns }) => listFailedRuns({ dagId: null, endedSince: 0, limit: 5 }),
    answer: { dag_runs: [aRun], total_entries: 1 },
  },
  getDagRun: { act: ({ readRun }) => readRun(run, { logicalAt: null }), answer: aRun },
  getTaskInstances: { act: ({ listTaskInstances }) => listTaskInstances(run), answer: instances },
  getLog: {
    act: ({ readLogTail }) => readLogTail(tryOf),
    answer: { content: api.kind === 'airflow-2' ? 'Marking task as FAILED' : [{ event: 'e', level: 'error' }] },
  },
  postClearTaskInstances: { act: (airflow) => airflow.clear(clear), answer: instances },
  ...(api.kind === 'airflow-2' ? casesOf2 : casesOf3),
});

const casesOf2: Readonly<Record<string, Case>> = {
  updateDagRunState: { act: ({ queueRun }) => queueRun(run), answer: aRun },
  postSetTaskInstancesState: { act: (airflow) => airflow.setState({ ...task, state: 'skipped' }), answer: instances },
  patchMappedTaskInstance: {
    act: (airflow) => airflow.setState({ ...task, mapIndex: 3, state: 'skipped' }),
    answer: {},
  },
};
const casesOf3: Readonly<Record<string, Case>> = {
  patchDagRun: { act: ({ queueRun }) => queueRun(run), answer: aRun },
  patchTaskInstanceByMapIndex: { act: (airflow) => airflow.setState({ ...task, state: 'skipped' }), answer: instances },
  patchTaskInstanceDryRunByMapIndex: {
    act: (airflow) => airflow.previewSetState({ ...task, mapIndex: 3, state: 'skipped' }),
    answer: instances,
  },
};

/** Without the version, which is asked once before the first. */
const sent = (): Received[] => server.received.filter(({ path }) => !path.endsWith('/version'));
const prefix = '/v1alpha1';

/** With what is not sent: other ways to select, and what people write to each other. */
const bodiesOf2: [string, string, string[]][] = [
  ['postClearTaskInstances', 'ClearTaskInstances', ['end_date', 'start_date']],
  ['postSetTaskInstancesState', 'UpdateTaskInstancesState', ['execution_date']],
  ['patchMappedTaskInstance', 'UpdateTaskInstance', []],
  ['updateDagRunState', 'UpdateDagRunState', []],
];
const bodiesOf3: [string, string, string[]][] = [
  ['postClearTaskInstances', 'ClearTaskInstancesBody', ['end_date', 'note', 'start_date']],
  ['patchTaskInstanceByMapIndex', 'PatchTaskInstanceBody', ['note']],
  ['patchTaskInstanceDryRunByMapIndex', 'PatchTaskInstanceBody', ['note']],
  ['patchDagRun', 'DAGRunPatchBody', ['note']],
];

describe.each([airflow2, airflow3])('$kind', (api) => {
  const [newest] = api.versions;
  const { operationIds, failedStatusesOf, bodyFieldsOf } = openDocument({ adapter: api.kind, prefix });
  const asks = cases(api);

  test('asks nothing that is not documented, and all that is', () => {
    expect([...Object.keys(asks), 'getEventLogs', 'getVersion'].sort()).toEqual(operationIds);
  });

  describe.each(api.versions)('of a server with %s', (version) => {
    const { readRequest } = openDocument({ adapter: api.kind, prefix, version });
    test.each(Object.entries(asks))('%s sends what that version has, once', async (operationId, { act, answer }) => {
      server.answer = asRelease(version, () => ({ body: answer }));
      if (version === '2.4.3' && operationId === 'patchMappedTaskInstance') {
        expect(await failureOf(act(connect(api, server.url)))).toMatchObject({ code: 'bad-request', executed: 'no' });
        expect(sent()).toEqual([]);
        return;
      }
      await act(connect(api, server.url));
      expect(sent().map(readRequest)).toEqual([{ operationId, faults: [] }]);
    });

    test('the event log is asked only where it can be searched', async () => {
      server.answer = asRelease(version, ({ path }) =>
        path.endsWith('/eventLogs') ? { body: { event_logs: [] } } : { status: 404 },
      );
      await connect(api, server.url).readLogTail(tryOf);
      const isSearchable = !['2.4.3', '2.5.3', '2.7.3'].includes(version);
      const operations = sent().map(readRequest);
      const log = { operationId: 'getLog', faults: [] };
      expect(operations).toEqual(isSearchable ? [log, { operationId: 'getEventLogs', faults: [] }] : [log]);
    });
  });

  const codes: Readonly<Record<number, string>> = {
    400: 'bad-request',
    401: 'unauthorized',
    403: 'forbidden',
    406: 'bad-request',
    409: 'conflict',
    422: 'bad-request',
    500: 'server-error',
  };
  describe.each(Object.entries(asks))('%s', (operationId, { act }) => {
    test.each([...failedStatusesOf(operationId).filter((status) => status !== 404), 502])(
      'turns a %i into an error of ours',
      async (status) => {
        server.answer = asRelease(newest, () => ({ status, body: { detail: 'secret text' } }));
        const failure = await failureOf(act(connect(api, server.url)));
        expect(failure).toMatchObject({ code: codes[status] ?? 'server-error', status, operation: operationId });
        expect(failure.message).not.toContain('secret text');
      },
    );
  });

  const writes = api.kind === 'airflow-2' ? bodiesOf2 : bodiesOf3;
  test.each(writes)('%s sends every field of %s but %j', async (operationId, schema, others) => {
    server.answer = asRelease(newest, () => ({ body: asks[operationId]?.answer }));
    await asks[operationId]?.act(connect(api, server.url));
    const fields = Object.keys(sent()[0]?.body ?? {});
    expect([...fields, ...others].sort()).toEqual(bodyFieldsOf(schema));
  });
});
