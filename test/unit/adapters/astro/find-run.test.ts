import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAstroAirflow } from '../../../../shared/adapters/astro/astro.ts';
import { type AServer, type Received, startServer } from '../../airflow-http/a-server.ts';
import { failureOf, options } from './a-client.ts';

interface AWireRun {
  readonly id: string;
  readonly dagId: string;
  readonly state: string;
  readonly logicalDate: string;
  readonly endDate: string | null;
}

const aRun = (id: string, more: Partial<AWireRun> = {}): AWireRun => ({
  id,
  dagId: 'orders',
  state: 'failed',
  logicalDate: '2026-01-05T00:00:00.123456+00:00',
  endDate: '2026-01-05T01:00:00+00:00',
  ...more,
});

let server: AServer;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => {
  server.received.length = 0;
});
afterAll(() => server.close());

function serve(runs: (query: URLSearchParams) => readonly AWireRun[], limit = 100): void {
  server.answer = ({ query }: Received) => {
    const all = runs(query);
    const offset = Number(query.get('offset'));
    const dagRuns = all.slice(offset, offset + limit).map((run) => ({ ...run, dagRunId: run.id }));
    return { body: { dagRuns, totalCount: all.length, limit, offset } };
  };
}

const logicalAt = Date.parse('2026-01-05T00:00:00.123Z');
const read = (dagRunId: string, hint: number | null = null, bounds = {}) =>
  createAstroAirflow(options(server.url, { bounds })).readRun({ dagId: 'orders', dagRunId }, { logicalAt: hint });

describe('a run', () => {
  test('is found at its logical date, to the microsecond', async () => {
    serve(() => [aRun('r1'), aRun('r2')]);
    expect(await read('r2', logicalAt)).toEqual({
      dagId: 'orders',
      dagRunId: 'r2',
      state: 'failed',
      runType: 'unknown',
      logicalAt,
      startedAt: null,
      endedAt: Date.parse('2026-01-05T01:00:00Z'),
    });
    expect(Object.fromEntries(server.received[0]?.query ?? [])).toMatchObject({
      executionDateGte: '2026-01-05T00:00:00.123Z',
      executionDateLte: '2026-01-05T00:00:00.124Z',
    });
    expect(server.received).toHaveLength(1);
  });

  test('is looked for among the newest where its date is not known or does not find it', async () => {
    serve((query) => (query.has('executionDateGte') ? [] : [aRun('r1')]));
    expect(await read('r1')).toMatchObject({ dagRunId: 'r1' });
    expect(await read('r1', logicalAt)).toMatchObject({ dagRunId: 'r1' });
    expect(server.received.map(({ query }) => query.get('orderBy'))).toEqual([
      '-executionDate',
      null,
      '-executionDate',
    ]);
  });

  test('is found where the API refuses the order', async () => {
    server.answer = ({ query }) =>
      query.has('orderBy')
        ? { status: 400 }
        : { body: { dagRuns: [{ ...aRun('r1'), dagRunId: 'r1' }], totalCount: 1, limit: 1, offset: 0 } };
    expect(await read('r1')).toMatchObject({ dagRunId: 'r1' });
  });

  test('is found on a later page', async () => {
    serve(() => [aRun('r1'), aRun('r2'), aRun('r3')], 1);
    expect(await read('r3')).toMatchObject({ dagRunId: 'r3' });
  });

  test('is null where the listing ends without it, or there is no such DAG', async () => {
    serve(() => [aRun('r1'), aRun('r2', { dagId: 'other' })]);
    expect(await read('r2', logicalAt)).toBeNull();
    server.answer = () => ({ status: 404 });
    expect(await read('r1', logicalAt)).toBeNull();
  });

  test('is not called gone where there are more runs than are read', async () => {
    serve(() => [aRun('r1'), aRun('r2'), aRun('r3')], 1);
    const failure = await failureOf(read('r3', null, { runsMax: 2 }));
    expect(failure.code).toBe('run-too-large');
    expect(failure.message).toContain('not found among 2 of the 3 runs of the DAG');
    expect(await read('r3', null, { runsMax: 3 })).toMatchObject({ dagRunId: 'r3' });
  });
});

describe('failed runs', () => {
  const endedSince = Date.parse('2026-01-05T01:00:00Z');
  const list = (limit = 10, bounds = {}) =>
    createAstroAirflow(options(server.url, { bounds })).listFailedRuns({ dagId: 'orders', endedSince, limit });

  test('are asked for by state and end', async () => {
    serve(() => []);
    await list();
    expect(Object.fromEntries(server.received[0]?.query ?? [])).toEqual({
      state: 'failed',
      endDateGte: '2026-01-05T01:00:00.000Z',
      offset: '0',
      limit: '1000',
    });
  });

  test('are chosen and ordered here, whatever the API made of the filters', async () => {
    serve(
      () => [
        aRun('too-old', { endDate: '2026-01-05T00:59:59.999+00:00' }),
        aRun('at-the-edge', { endDate: '2026-01-05T01:00:00+00:00' }),
        aRun('succeeded', { state: 'success' }),
        aRun('still-running', { endDate: null }),
        aRun('of-another-dag', { dagId: 'other' }),
        aRun('newest', { endDate: '2026-01-05T03:00:00+00:00' }),
        aRun('newer', { endDate: '2026-01-05T02:00:00+00:00' }),
        aRun('newer', { endDate: '2026-01-05T02:00:00+00:00' }),
      ],
      3,
    );
    expect((await list()).map(({ dagRunId }) => dagRunId)).toEqual(['newest', 'newer', 'at-the-edge']);
    expect((await list(2)).map(({ dagRunId }) => dagRunId)).toEqual(['newest', 'newer']);
  });

  test('of a DAG that is not there are none', async () => {
    server.answer = () => ({ status: 404 });
    expect(await list()).toEqual([]);
  });

  test('are not told in part', async () => {
    serve(() => [aRun('r1'), aRun('r2'), aRun('r3')], 1);
    expect((await failureOf(list(10, { runsMax: 2 }))).code).toBe('run-too-large');
  });
});
