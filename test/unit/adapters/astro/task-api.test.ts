import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AstroClient, createAstroClient } from '../../../../shared/adapters/astro/client.ts';
import { type AServer, startServer } from '../../airflow-http/a-server.ts';
import { aClear, aRow, failureOf, options, runBase } from './a-client.ts';

let server: AServer;
let client: AstroClient;
beforeAll(async () => {
  server = await startServer();
  client = createAstroClient(options(server.url));
});
beforeEach(() => {
  server.received.length = 0;
});
afterAll(() => server.close());

const aSetState = {
  dagId: 'orders',
  dagRunId: 'r1',
  taskId: 'load',
  state: 'success',
  isDryRun: true,
  includeDownstream: false,
  includeUpstream: false,
  includeFuture: false,
  includePast: false,
} as const;

describe('a write', () => {
  // What a caller without types can do: an empty selector reaches everything.
  const untyped = (value: unknown): never => value as never;

  test.each<[string, () => Promise<unknown>]>([
    ['clear without a run', () => client.clearTaskInstances({ ...aClear, dagRunId: '' })],
    ['clear with a blank run', () => client.clearTaskInstances({ ...aClear, dagRunId: ' ' })],
    ['clear without a DAG', () => client.clearTaskInstances({ ...aClear, dagId: '' })],
    ['clear without tasks', () => client.clearTaskInstances({ ...aClear, taskIds: untyped([]) })],
    ['clear with a blank task', () => client.clearTaskInstances({ ...aClear, taskIds: ['load', ''] })],
    ['clear of nothing', () => client.clearTaskInstances(untyped({}))],
    ['set-state without a task', () => client.updateTaskInstancesState({ ...aSetState, taskId: '' })],
    ['set-state without a run', () => client.updateTaskInstancesState({ ...aSetState, dagRunId: '' })],
    ['set-state of nothing', () => client.updateTaskInstancesState(untyped({}))],
    ['single set-state without a task', () => client.updateTaskInstance({ ...aSetState, taskId: '\t' })],
    ['run clear without a run', () => client.clearDagRun({ dagId: 'orders', dagRunId: '', isDryRun: true })],
    ['run update without a run', () => client.updateDagRun({ dagId: 'orders', dagRunId: '', state: 'queued' })],
  ])('is refused before any I/O: %s', async (_what, write) => {
    await expect(write()).rejects.toThrow();
    expect(server.received).toEqual([]);
  });

  test('can not be typed without its selectors', () => {
    // @ts-expect-error a clear names its run
    const withoutRun = () => client.clearTaskInstances({ ...aClear, dagRunId: undefined });
    // @ts-expect-error a clear names at least one task
    const withoutTasks = () => client.clearTaskInstances({ ...aClear, taskIds: [] });
    // @ts-expect-error nothing is left to a default of the server
    const withoutFlag = () => client.clearTaskInstances({ ...aClear, onlyFailed: undefined });
    expect([withoutRun, withoutTasks, withoutFlag]).toHaveLength(3);
  });

  test('sends every field of a clear', async () => {
    server.answer = () => ({ body: { taskInstances: [] } });
    await client.clearTaskInstances(aClear);
    const { dagId: _dag, ...body } = aClear;
    expect(server.received[0]).toMatchObject({ method: 'POST', path: `${runBase}/dags/orders/clear-task-instances` });
    expect(server.received[0]?.body).toEqual(body);
  });

  test('sends every field of a set-state', async () => {
    server.answer = () => ({ body: { taskInstances: [] } });
    await client.updateTaskInstancesState(aSetState);
    const { dagId: _dag, ...body } = aSetState;
    expect(server.received[0]?.path).toBe(`${runBase}/dags/orders/update-task-instances-state`);
    expect(server.received[0]?.body).toEqual(body);
  });

  test.each([
    ['nothing', {}],
    ['null', { taskInstances: null }],
    ['an empty list', { taskInstances: [] }],
  ])('may be answered with %s although it worked', async (_what, body) => {
    server.answer = () => ({ body });
    expect(await client.clearTaskInstances(aClear)).toEqual([]);
  });

  test('names what it touched, without a map index, as often as the API does', async () => {
    const reference = { dagId: 'other', dagRunId: 'r1', taskId: 'load', executionDate: null, more: 1 };
    server.answer = () => ({ body: { taskInstances: [reference, reference] } });
    const named = { dagId: 'other', dagRunId: 'r1', taskId: 'load', mapIndex: null };
    expect(await client.clearTaskInstances(aClear)).toEqual([named, named]);
  });

  test.each([
    [{}, null],
    [
      { dagId: 'orders', dagRunId: 'r1', taskId: 'load' },
      { dagId: 'orders', dagRunId: 'r1', taskId: 'load', mapIndex: null },
    ],
  ])('to one task instance may be answered with %j', async (body, expected) => {
    server.answer = () => ({ body });
    expect(await client.updateTaskInstance({ ...aSetState, isDryRun: false })).toEqual(expected);
    expect(server.received[0]).toMatchObject({
      method: 'PATCH',
      path: `${runBase}/dags/orders/runs/r1/tasks/load`,
      body: { isDryRun: false, state: 'success' },
    });
  });
});

describe('mapped task instances', () => {
  const task = { dagId: 'orders', dagRunId: 'r1', taskId: 'load' };

  test('are read one by one', async () => {
    server.answer = () => ({ body: aRow({ mapIndex: 7, state: 'upForRetry' }) });
    expect(await client.getMappedTaskInstance({ ...task, mapIndex: 7 })).toMatchObject({
      mapIndex: 7,
      state: 'up_for_retry',
    });
    expect(server.received[0]?.target).toBe(`${runBase}/dags/orders/runs/r1/tasks/load/mapped-tasks/7`);
  });

  test('are listed through all pages, by the items received and the limit granted', async () => {
    server.answer = ({ query }) => {
      const offset = Number(query.get('offset'));
      const indexes = [0, 1, 2, 3, 4].slice(offset, offset + 2);
      const taskInstances = indexes.map((mapIndex) => aRow({ mapIndex }));
      return { body: { taskInstances, totalCount: 5, limit: 2, offset } };
    };
    const indexes: number[] = [];
    for await (const { mapIndex } of client.listMappedTaskInstances(task)) indexes.push(mapIndex);
    expect(indexes).toEqual([0, 1, 2, 3, 4]);
    expect(server.received.map(({ query }) => `${query.get('offset')}+${query.get('limit')}`)).toEqual([
      '0+1000',
      '2+2',
      '4+2',
    ]);
  });

  test('are asked for no further than the caller reads', async () => {
    server.answer = () => ({ body: { taskInstances: [aRow({ mapIndex: 0 })], totalCount: 9, limit: 1, offset: 0 } });
    for await (const _one of client.listMappedTaskInstances(task)) break;
    expect(server.received).toHaveLength(1);
  });

  test('take every filter and an order', async () => {
    server.answer = () => ({ body: { taskInstances: [], totalCount: 0, limit: 20, offset: 0 } });
    const filter = {
      executionDateGte: '2026-01-05T00:00:00Z',
      executionDateLte: '2026-01-06T00:00:00Z',
      startDateGte: '2026-01-05T00:00:00Z',
      startDateLte: '2026-01-06T00:00:00Z',
      endDateGte: '2026-01-05T00:00:00Z',
      endDateLte: '2026-01-06T00:00:00Z',
      durationGte: 1.5,
      durationLte: 60,
      states: ['failed', 'upstream_failed'],
      pools: ['default pool'],
      queues: ['a', 'b'],
      orderBy: '-startDate',
    };
    for await (const _one of client.listMappedTaskInstances({ ...task, filter, pageLimit: 50 }))
      throw new Error('none');
    const query = server.received[0]?.query;
    const sent = Object.fromEntries([...new Set(query?.keys())].map((name) => [name, query?.getAll(name)]));
    const written = Object.entries(filter).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : [String(value)],
    ]);
    expect(sent).toEqual({ ...Object.fromEntries(written), offset: ['0'], limit: ['50'] });
  });

  test('that are not there are an error, not an empty list', async () => {
    server.answer = () => ({ status: 404, body: { message: 'm', requestId: 'r', statusCode: 404 } });
    expect((await failureOf(client.getMappedTaskInstance({ ...task, mapIndex: 0 }))).code).toBe('not-found');
    expect((await failureOf(client.listMappedTaskInstances(task).next())).code).toBe('not-found');
  });
});
