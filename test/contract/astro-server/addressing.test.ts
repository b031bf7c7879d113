import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Served } from './a-served-airflow.ts';
import { began, runSegment, runtimePath, segment, serveAirflow } from './a-served-airflow.ts';

let served: Served;
beforeEach(async () => {
  served = await serveAirflow();
});
afterEach(() => served.close());

const awkward = ['a/b', 'a%2Fb', '50%', 'a+b c', 'größe', '数据', 'a?b#c', 'v1.2~x', 'constructor'];

describe('a path', () => {
  test.each(awkward)('names the DAG, run and task %j, each percent-decoded once', async (name) => {
    served.model.addDag({ dagId: name, tasks: [{ taskId: name, mapped: 2 }] }, began);
    served.model.triggerRun({ dagId: name, dagRunId: name, logicalAt: began }, began);
    const path = `dags/${segment(name)}/runs/${segment(name)}/tasks/${segment(name)}/mapped-tasks/1`;
    const reply = await served.ask('GET', path);
    expect(reply).toMatchObject({ status: 200, body: { dagId: name, dagRunId: name, taskId: name, mapIndex: 1 } });
  });

  test('that is encoded twice names something else', async () => {
    expect((await served.ask('GET', `dags/${segment(segment('größe'))}`)).status).toBe(404);
  });

  test.each(['dags/', 'dags/orders/', 'dags//runs', 'nonsense'])('is not found at %s', async (path) => {
    expect(await served.ask('GET', path)).toMatchObject({ status: 404, body: { statusCode: 404 } });
  });

  test('is refused with another method than the documented', async () => {
    expect((await served.ask('DELETE', 'dags/orders')).status).toBe(405);
  });

  test.each(['/organizations/x/workspaces/ws/runtimes/rt', '/organizations/org/workspaces/x/runtimes/rt'])(
    'below %s is not found: each part has to fit',
    async (runtime) => expect((await served.ask('GET', 'dags/orders', { runtime })).status).toBe(404),
  );
});

describe('a token', () => {
  const hourMs = 3_600_000;
  const sign = (expiresAt: number, runtimeIds = ['rt']) => served.issuer.sign({ expiresAt, runtimeIds });
  const askWith = async (token: string | null) => (await served.ask('GET', 'dags/orders', { token })).status;

  test('is good until it expires, by the clock of the server', async () => {
    const token = await sign(served.clock.now + hourMs);
    served.clock.now += hourMs - 2_000;
    expect(await askWith(token)).toBe(200);
    served.clock.now += 3_000;
    expect(await askWith(token)).toBe(401);
  });

  test('stops at once when it is rotated', async () => {
    const token = await sign(served.clock.now + hourMs);
    served.issuer.rotate();
    expect(await askWith(token)).toBe(401);
    expect(await askWith(await sign(served.clock.now + hourMs))).toBe(200);
  });

  test('is refused when it is missing, garbage, or signed by another', async () => {
    const { createTokenIssuer } = await import('../../../sandbox/astro-server/token-issuer.ts');
    const stranger = await createTokenIssuer({ now: () => served.clock.now });
    const foreign = await stranger.sign({ expiresAt: served.clock.now + hourMs, runtimeIds: ['rt'] });
    expect([await askWith(null), await askWith('garbage'), await askWith(foreign)]).toEqual([401, 401, 401]);
  });

  test('may do nothing in a runtime that it does not cover', async () => {
    expect(await askWith(await sign(served.clock.now + hourMs, ['other']))).toBe(403);
  });

  test('opens its own of several runtimes', async () => {
    const token = await sign(served.clock.now + hourMs, ['other']);
    const reply = await served.ask('GET', 'dags/orders', { token, runtime: runtimePath.replace('/rt', '/other') });
    expect(reply).toMatchObject({ status: 404, body: { message: 'The DAG with dag_id: orders was not found' } });
  });
});

describe('a body', () => {
  const clear = (body: unknown) => served.ask('POST', 'dags/orders/clear-task-instances', { body });
  const dagRunId = decodeURIComponent(runSegment);

  test.each([
    ['an unknown field', { dagRunId, isDryRun: true, dryRun: true }],
    ['a wrong type', { dagRunId, isDryRun: 'yes' }],
    ['task ids that are no list', { dagRunId, taskIds: 'load' }],
    ['an empty list of task ids', { dagRunId, taskIds: [] }],
    ['both only-flags', { dagRunId, onlyFailed: true, onlyRunning: true }],
    ['dates with a run', { dagRunId, startDate: '2026-01-01T00:00:00Z' }],
    ['an end before its start', { startDate: '2026-01-02T00:00:00Z', endDate: '2026-01-01T00:00:00Z' }],
    ['no date', { startDate: 'yesterday' }],
    ['no JSON', '{not json'],
    ['no object', []],
  ])('is refused with %s', async (_what, body) => {
    expect(await clear(body)).toMatchObject({ status: 400, body: { message: expect.any(String), statusCode: 400 } });
  });

  test('that is missing is refused', async () => {
    expect((await served.ask('POST', 'dags/orders/clear-task-instances')).status).toBe(400);
  });

  test.each(['includeDownstream', 'includeUpstream', 'includeFuture', 'includePast'])(
    'of a set-state without %s is refused',
    async (flag) => {
      const flags = { includeDownstream: false, includeUpstream: false, includeFuture: false, includePast: false };
      const body = { ...flags, [flag]: undefined, dagRunId, taskId: 'load', state: 'success', isDryRun: true };
      expect(await served.ask('POST', 'dags/orders/update-task-instances-state', { body })).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining(flag) },
      });
    },
  );

  test('of a set-state names its run by id or by date, and not by both', async () => {
    const flags = { includeDownstream: false, includeUpstream: false, includeFuture: false, includePast: false };
    const set = (named: object) =>
      served.ask('POST', 'dags/orders/update-task-instances-state', {
        body: { ...flags, ...named, taskId: 'load', state: 'success' },
      });
    const executionDate = '2026-01-05T00:00:00+00:00';
    const reference = { taskInstances: [{ dagId: 'orders', dagRunId, executionDate, taskId: 'load' }] };
    expect(await set({ executionDate })).toMatchObject({ status: 200, body: reference });
    expect(await set({ dagRunId })).toMatchObject({ status: 200, body: reference });
    expect([(await set({ executionDate, dagRunId })).status, (await set({})).status]).toEqual([400, 400]);
  });
});
