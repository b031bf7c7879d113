import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../sandbox/api-host/faults.ts';
import type { Served } from './a-served-airflow.ts';
import { dagRunId, runSegment, serveAirflow } from './a-served-airflow.ts';

let served: Served;
beforeEach(async () => {
  served = await serveAirflow();
});
afterEach(() => served.close());

const clear = (more: object = {}) =>
  served.ask('POST', 'dags/orders/clear-task-instances', {
    body: {
      dagRunId,
      taskIds: ['load'],
      onlyFailed: true,
      includeDownstream: true,
      resetDagRuns: true,
      isDryRun: false,
      ...more,
    },
  });
const runState = () => served.model.findRun('orders', dagRunId)?.state;

describe('a write', () => {
  test('heals the run, and the preview says what it will touch', async () => {
    const preview = await clear({ isDryRun: true });
    expect(runState()).toBe('failed');
    const answer = await clear();
    expect(answer).toMatchObject({ status: 200, body: preview.body });
    expect(runState()).toBe('queued');
    served.clock.now += 60_000;
    expect((await served.ask('GET', `dags/orders/runs?state=success`)).body).toMatchObject({ totalCount: 1 });
  });

  test('is told with what it touched', async () => {
    await clear({ isDryRun: true });
    await clear();
    const told = served.calls.map(({ operationId, status, isDryRun, touched }) => [
      operationId,
      status,
      isDryRun,
      touched.length,
    ]);
    expect(told).toEqual([
      ['clearTaskInstances', 200, true, 2],
      ['clearTaskInstances', 200, false, 2],
    ]);
    expect(JSON.stringify(served.calls)).not.toContain('Bearer');
  });

  test('of one task instance answers nothing, as on 2.11.2, and its dry run names it', async () => {
    const path = `dags/orders/runs/${runSegment}/tasks/load`;
    expect((await served.ask('PATCH', path, { body: { state: 'success', isDryRun: true } })).body).toMatchObject({
      taskId: 'load',
    });
    expect((await served.ask('PATCH', path, { body: { state: 'success', isDryRun: false } })).body).toEqual({});
    expect(served.model.listTaskInstances('orders', dagRunId)?.map(({ state }) => state)).toEqual([
      'success',
      'success',
      'none',
    ]);
  });

  test('of a mapped task can not be addressed', async () => {
    const path = `dags/tables/runs/${runSegment}/tasks/copy`;
    expect((await served.ask('PATCH', path, { body: { state: 'success', isDryRun: true } })).status).toBe(404);
  });

  test('of a run answers the run', async () => {
    const reply = await served.ask('PATCH', `dags/orders/runs/${runSegment}`, { body: { state: 'queued' } });
    expect(reply.body).toMatchObject({ id: dagRunId, state: 'queued', startDate: null, endDate: null });
  });

  test('that Airflow applies a minute late looks like a gateway that gave up', async () => {
    served.model.setQuirk('write-late', 1);
    expect((await clear()).status).toBe(504);
    expect(runState()).toBe('failed');
    served.clock.now += 60_000;
    await served.ask('GET', 'dags/orders');
    expect(runState()).toBe('queued');
  });
});

describe('a fault', () => {
  const spoils: readonly [Fault, number, string][] = [
    [{ kind: 'throttled', retryAfterSeconds: 7 }, 429, 'failed'],
    [{ kind: 'unauthorized' }, 401, 'failed'],
    [{ kind: 'error-before' }, 500, 'failed'],
    [{ kind: 'error-after' }, 500, 'queued'],
    [{ kind: 'html' }, 502, 'failed'],
    [{ kind: 'redirect', location: 'https://elsewhere.example/' }, 302, 'failed'],
    [{ kind: 'wrong-shape' }, 200, 'queued'],
    [{ kind: 'oversized', bytes: 1_000_000 }, 200, 'queued'],
  ];

  test.each(spoils)('%j answers %i and leaves the run %s', async (fault, status, state) => {
    served.server.faults.add(fault);
    const reply = await clear();
    expect([reply.status, runState()]).toEqual([status, state]);
    if (fault.kind === 'throttled') expect(reply.headers.get('retry-after')).toBe('7');
  });

  test.each([
    ['reset', 'failed'],
    ['truncated', 'queued'],
  ] as const)('%s cuts the connection and leaves the run %s', async (kind, state) => {
    served.server.faults.add({ kind });
    await expect(clear()).rejects.toThrow();
    expect(runState()).toBe(state);
  });

  test('hang takes effect and does not answer; closing the server ends it', async () => {
    served.server.faults.add({ kind: 'hang' });
    const pending = expect(clear()).rejects.toThrow();
    while (served.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect([served.calls[0]?.status, runState()]).toEqual([0, 'queued']);
    await served.close();
    await pending;
    served = await serveAirflow();
  });

  test('shows only in the operation and as often as it was planned for', async () => {
    served.server.faults.add({ kind: 'error-before' }, { operationId: 'getRuntimeDag', times: 2 });
    const statuses = [];
    for (let time = 0; time < 3; time += 1) {
      statuses.push(
        (await served.ask('GET', 'dags/orders/runs')).status,
        (await served.ask('GET', 'dags/orders')).status,
      );
    }
    expect(statuses).toEqual([200, 500, 200, 500, 200, 200]);
  });
});
