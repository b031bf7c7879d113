import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AstroClient, createAstroClient } from '../../../shared/adapters/astro/client.ts';
import { aClear, aRow, failureOf, options } from '../../unit/adapters/astro/a-client.ts';
import { type AServer, startServer } from '../../unit/airflow-http/a-server.ts';
import { openDocument } from '../documented-request.ts';

const { bodyFieldsOf, failedStatusesOf, operationIds, readRequest } = openDocument({
  adapter: 'astro',
  prefix: '/v1alpha1',
});
let server: AServer;
let client: AstroClient;
beforeAll(async () => {
  server = await startServer();
  const settings = { retries: { triesMax: 1, delayMs: 1, delayMsMax: 1 } };
  client = createAstroClient(options(server.url, { settings }));
});
beforeEach(() => {
  server.received.length = 0;
});
afterAll(() => server.close());

const run = { dagId: 'größe/50% a+b', dagRunId: 'scheduled__2026-01-05T00:00:00+00:00' };
const task = { ...run, taskId: 'group.load?#' };
const includes = { includeDownstream: true, includeUpstream: false, includeFuture: false, includePast: false };
const dates = {
  executionDateGte: '2026-01-05T00:00:00.000Z',
  executionDateLte: '2026-01-05T00:00:00.000Z',
  startDateGte: '2026-01-05T00:00:00.000Z',
  startDateLte: '2026-01-05T00:00:00.000Z',
  endDateGte: '2026-01-05T00:00:00.000Z',
  endDateLte: '2026-01-05T00:00:00.000Z',
};
const choices = { states: ['failed', 'up_for_retry'], pools: ['a b'], queues: ['q'] };
const aPage = { taskInstances: [aRow()], dagRuns: [], totalCount: 1, limit: 20, offset: 0 };
const aRun = { id: 'r1', dagRunId: 'r1', dagId: 'orders', state: 'queued' };
const references = { taskInstances: [{ dagId: 'orders', dagRunId: 'r1', taskId: 'load', executionDate: null }] };

interface Case {
  readonly act: () => Promise<unknown>;
  readonly answer: unknown;
}

/** Each operation with all that it can carry. */
const cases: Readonly<Record<string, Case>> = {
  clearTaskInstances: { act: () => client.clearTaskInstances({ ...aClear, ...run }), answer: references },
  updateTaskInstancesState: {
    act: () => client.updateTaskInstancesState({ ...task, ...includes, state: 'skipped', isDryRun: false }),
    answer: references,
  },
  updateTaskInstance: {
    act: () => client.updateTaskInstance({ ...task, state: 'failed', isDryRun: true }),
    answer: references.taskInstances[0],
  },
  getMappedTaskInstance: { act: () => client.getMappedTaskInstance({ ...task, mapIndex: 12 }), answer: aRow() },
  listMappedTaskInstances: {
    act: () =>
      client
        .listMappedTaskInstances({
          ...task,
          filter: { ...dates, ...choices, durationGte: 0.5, durationLte: 60, orderBy: '-startDate' },
        })
        .next(),
    answer: aPage,
  },
  listTaskInstances: {
    act: () =>
      client
        .listTaskInstances({ ...run, filter: { ...dates, ...choices, durationSecGte: 0.5, durationSecLte: 60 } })
        .next(),
    answer: aPage,
  },
  listDagRuns: {
    act: () =>
      client
        .listDagRuns({ dagId: run.dagId, filter: { ...dates, orderBy: '-endDate', state: 'failed,running' } })
        .next(),
    answer: aPage,
  },
  getRuntimeDag: {
    act: () => client.getRuntimeDag(run.dagId),
    answer: { dagId: 'orders', fileToken: 't', fileloc: 'f', owners: [] },
  },
  getTaskInstanceLogs: {
    act: () => client.getTaskInstanceLogs({ ...task, mapIndex: -1, tryNumber: 1, token: 'a+b/c=', fullContent: true }),
    answer: { content: 'text' },
  },
  clearDagRun: {
    act: () => client.clearDagRun({ ...run, isDryRun: true }),
    answer: { taskInstances: [aRow()], dagRun: aRun },
  },
  updateDagRun: { act: () => client.updateDagRun({ ...run, state: 'queued' }), answer: aRun },
};

test('every documented operation is there, and no other', () => {
  expect(Object.keys(cases).sort()).toEqual(operationIds);
});

test('a request that the document does not describe is found out', () => {
  const path = '/v1alpha1/organizations/org/workspaces/ws/runtimes/rt/dags/orders/runs';
  const request = {
    method: 'GET',
    target: '',
    path,
    query: new URLSearchParams('limit=x&limits=1'),
    headers: {},
    body: {},
  };
  expect(readRequest(request)).toEqual({
    operationId: 'listDagRuns',
    faults: [
      'limit: data must be integer, data must be >= 0',
      'there is no query parameter limits',
      'has a body, and the document knows none',
    ],
  });
  const headers = { 'content-type': 'application/json' };
  const clear = {
    ...request,
    method: 'POST',
    path: `${path}/r1/clear`,
    query: new URLSearchParams(),
    headers,
    body: { dryRun: 1 },
  };
  expect(readRequest(clear).faults).toEqual(['body: data must NOT have additional properties']);
  expect(readRequest({ ...clear, method: 'DELETE' }).operationId).toBe('unknown');
});

describe.each(Object.entries(cases))('%s', (operationId, { act, answer }) => {
  test('sends what the document describes, once, and reads the answer', async () => {
    server.answer = () => ({ body: answer });
    await act();
    expect(server.received.map(readRequest)).toEqual([{ operationId, faults: [] }]);
  });

  const codes: Readonly<Record<number, string>> = {
    400: 'bad-request',
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not-found',
    500: 'server-error',
  };

  test.each(failedStatusesOf(operationId))('turns a documented %i into an error of ours', async (status) => {
    server.answer = () => ({ status, body: { message: 'm', requestId: 'req-7', statusCode: status } });
    const failure = await failureOf(act());
    expect(failure).toMatchObject({ code: codes[status], status, operation: operationId, requestId: 'req-7' });
  });

  test.each([
    [429, 'throttled'],
    [502, 'server-error'],
    [503, 'server-error'],
    [504, 'server-error'],
  ])('turns a gateway’s %i without a body of the API into `%s`', async (status, code) => {
    server.answer = () => ({ status, body: '<html></html>' });
    expect(await failureOf(act())).toMatchObject({ code, status, operation: operationId });
  });
});

describe('a write leaves nothing to a default of the server', () => {
  test.each([
    ['clearTaskInstances', 'ClearTaskInstancesRequest', ['endDate', 'startDate']],
    ['updateTaskInstancesState', 'UpdateTaskInstancesStateRequest', ['executionDate']],
    ['updateTaskInstance', 'UpdateTaskInstanceRequest', []],
    ['clearDagRun', 'ClearDagRunRequest', []],
    ['updateDagRun', 'UpdateDagRunRequest', []],
  ])('%s sends every field of %s but the other way to select (%j)', async (operationId, schema, otherSelectors) => {
    server.answer = () => ({ body: cases[operationId]?.answer });
    await cases[operationId]?.act();
    const sent = Object.keys(server.received[0]?.body ?? {});
    expect([...sent, ...otherSelectors].sort()).toEqual(bodyFieldsOf(schema));
  });
});
