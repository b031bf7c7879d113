import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAstroAirflow } from '../../../../shared/adapters/astro/astro.ts';
import { type AServer, startServer } from '../../airflow-http/a-server.ts';
import { aClock, aRow, failureOf, options } from './a-client.ts';

const run = { dagId: 'orders', dagRunId: 'r1' };
const tasks = (...taskIds: string[]): object[] => taskIds.map((taskId) => aRow({ taskId }));
let server: AServer;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => {
  server.received.length = 0;
});
afterAll(() => server.close());

/** Answers with these pages, the last one for ever. */
function pages(totalCount: number, ...rows: object[][]): void {
  let next = 0;
  server.answer = () => {
    const taskInstances = rows[Math.min(next, rows.length - 1)];
    next += 1;
    return { body: { taskInstances, totalCount, limit: 2, offset: 0 } };
  };
}

const taskIdsOf = async (bounds = {}): Promise<string[] | undefined> => {
  const listing = await createAstroAirflow(options(server.url, { bounds })).listTaskInstances(run);
  return listing?.taskInstances.map(({ taskId }) => taskId).sort();
};

describe('a listing', () => {
  test('is all pages, with the run’s logical date and what it cost', async () => {
    pages(3, tasks('a', 'b'), tasks('c'));
    const listing = await createAstroAirflow(options(server.url)).listTaskInstances(run);
    expect(listing).toMatchObject({ logicalAt: Date.UTC(2026, 0, 5), pages: 2 });
    expect(listing?.taskInstances).toHaveLength(3);
    expect(listing?.taskInstances[0]).toEqual({
      taskId: 'a',
      mapIndex: -1,
      state: 'failed',
      tryNumber: 1,
      maxTries: 0,
      startedAt: Date.UTC(2026, 0, 5, 0, 1, 0, 123),
      endedAt: Date.UTC(2026, 0, 5, 0, 2),
      durationSeconds: 60,
      operator: 'PythonOperator',
      queue: 'default',
      pool: 'default_pool',
    });
  });

  test('asks for large pages first', async () => {
    pages(0, []);
    await taskIdsOf();
    expect(server.received.map(({ query }) => query.toString())).toEqual(['offset=0&limit=1000']);
  });

  test('tells apart the map indexes of a task, and tasks with names like keys', async () => {
    const rows = [
      aRow({ taskId: 'a', mapIndex: 1 }),
      aRow({ taskId: 'a', mapIndex: 11 }),
      aRow({ taskId: '1 a', mapIndex: 1 }),
    ];
    pages(4, [...rows, aRow({ taskId: '__proto__' })]);
    expect(await taskIdsOf()).toEqual(['1 a', '__proto__', 'a', 'a']);
  });

  test('is read again when a row came twice and another went missing', async () => {
    pages(3, tasks('a', 'b'), tasks('b'), tasks('a', 'b'), tasks('c'));
    expect(await taskIdsOf()).toEqual(['a', 'b', 'c']);
    expect(server.received).toHaveLength(4);
  });

  test('is read again when it ended early', async () => {
    pages(3, tasks('a', 'b'), [], tasks('a', 'b', 'c'));
    expect(await taskIdsOf()).toEqual(['a', 'b', 'c']);
  });

  test('that shifts three times is refused, never shown in part', async () => {
    pages(
      3,
      tasks('a', 'b'),
      tasks('b'),
      tasks('a', 'b'),
      tasks('a'),
      tasks('a', 'b'),
      tasks('b'),
      tasks('a', 'b', 'c'),
    );
    const failure = await failureOf(taskIdsOf());
    expect(failure).toMatchObject({
      code: 'shifting-listing',
      operation: 'listTaskInstances',
      concernsDeployment: false,
    });
    expect(server.received).toHaveLength(6);
  });

  test('is as large as the bound, and refused with one more', async () => {
    pages(2, tasks('a', 'b'));
    expect(await taskIdsOf({ taskInstancesMax: 2 })).toEqual(['a', 'b']);
    pages(3, tasks('a', 'b'));
    server.received.length = 0;
    const failure = await failureOf(taskIdsOf({ taskInstancesMax: 2 }));
    expect(failure.code).toBe('run-too-large');
    expect(failure.message).toContain('it has 3 task instances; at most 2 are read');
    expect(server.received).toHaveLength(1);
  });

  test('is refused where it takes too long', async () => {
    const clock = aClock();
    let served = 0;
    server.answer = () => {
      clock.at += 60;
      served += 1;
      return { body: { taskInstances: tasks(`t${served}`), totalCount: 99, limit: 1, offset: 0 } };
    };
    const airflow = createAstroAirflow(options(server.url, { clock, bounds: { listingLimitMs: 100 } }));
    expect((await failureOf(airflow.listTaskInstances(run))).code).toBe('run-too-large');
    expect(server.received).toHaveLength(2);
  });

  test.each([{ dagId: 'other' }, { dagRunId: 'r2' }])(
    'that holds a row of another run (%j) is unreadable',
    async (more) => {
      pages(1, [aRow(more)]);
      expect((await failureOf(taskIdsOf())).code).toBe('unreadable-answer');
    },
  );

  test('of a run that is not there is null', async () => {
    server.answer = () => ({ status: 404 });
    expect(await createAstroAirflow(options(server.url)).listTaskInstances(run)).toBeNull();
  });
});
