import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAstroAirflow } from '../../../shared/adapters/astro/astro.ts';
import { createAstroClient } from '../../../shared/adapters/astro/client.ts';
import { createCachedSecrets } from '../../../shared/adapters/secrets-manager/cached-secrets.ts';
import { createToken } from '../../../shared/airflow-http/token.ts';
import { failureOf, options } from '../../unit/adapters/astro/a-client.ts';
import { began, dagRunId, type Served, serveAirflow } from '../astro-server/a-served-airflow.ts';

const hourMs = 3_600_000;
const run = { dagId: 'orders', dagRunId };
let served: Served;
let secret: string;
beforeEach(async () => {
  await serve();
});
afterEach(() => served.close());

async function serve(more: Parameters<typeof serveAirflow>[0] = {}): Promise<void> {
  served = await serveAirflow(more);
  secret = await served.issuer.sign({ expiresAt: served.clock.now + 24 * hourMs, runtimeIds: ['rt'] });
}

function adapterOptions(more: Parameters<typeof options>[1] = {}) {
  const now = () => served.clock.now;
  const secrets = createCachedSecrets({
    secrets: { read: async () => secret },
    ttlMs: hourMs,
    staleForMs: hourMs,
    now,
  });
  const token = createToken({ secrets, secretName: 'a', secretKey: null, now });
  const clock = { now, random: () => 0, sleep: async () => {} };
  return options(served.server.url, { token, clock, ...more });
}

const anAirflow = (more: Parameters<typeof options>[1] = {}) => createAstroAirflow(adapterOptions(more));

describe('the port before the simulated Astro', () => {
  test('reads a failed run: its task instances, itself, its DAG, its log', async () => {
    const airflow = anAirflow();
    const listing = await airflow.listTaskInstances(run);
    expect(listing?.taskInstances.map(({ taskId, state }) => [taskId, state])).toContainEqual(['load', 'failed']);
    expect(listing?.logicalAt).toBe(began);
    expect(await airflow.readRun(run, { logicalAt: began })).toMatchObject({ dagRunId, state: 'failed' });
    expect(await airflow.readRun(run, { logicalAt: null })).toMatchObject({ dagRunId, state: 'failed' });
    expect(await airflow.readDag('orders')).toMatchObject({ dagId: 'orders', isPaused: false });
    const tail = await airflow.readLogTail({ ...run, taskId: 'load', mapIndex: -1, tryNumber: 1 });
    expect(tail.kind).toBe('text');
  });

  test('finds failed runs by when they ended', async () => {
    const airflow = anAirflow();
    const found = await airflow.listFailedRuns({ dagId: 'orders', endedSince: began, limit: 5 });
    expect(found.map((one) => one.dagRunId)).toEqual([dagRunId]);
    const endedAt = found[0]?.endedAt ?? 0;
    expect(await airflow.listFailedRuns({ dagId: 'orders', endedSince: endedAt, limit: 5 })).toHaveLength(1);
    expect(await airflow.listFailedRuns({ dagId: 'orders', endedSince: endedAt + 1, limit: 5 })).toEqual([]);
  });

  test('finds nothing of what is not there', async () => {
    const airflow = anAirflow();
    const gone = { dagId: 'orders', dagRunId: 'gone' };
    expect((await airflow.listTaskInstances(gone))?.taskInstances ?? []).toEqual([]);
    expect(await airflow.readRun(gone, { logicalAt: began })).toBeNull();
    expect(await airflow.readDag('gone')).toBeNull();
    expect(await airflow.readLogTail({ ...gone, taskId: 'load', mapIndex: -1, tryNumber: 1 })).toEqual({
      kind: 'missing',
    });
  });

  test.each([
    { states: 'camel', logs: 'pairs', logEnd: 'repeated', logPageCharacters: 40 },
    { states: 'snake', logs: 'text', logEnd: 'absent', logPageCharacters: 7 },
  ] as const)('reads the same in the spelling %j', async (spelling) => {
    const airflow = anAirflow();
    const query = { ...run, taskId: 'load', mapIndex: -1, tryNumber: 1 };
    const expected = [await airflow.listTaskInstances(run), await airflow.readLogTail(query)];
    await served.close();
    await serve({ spelling });
    const again = anAirflow();
    expect([await again.listTaskInstances(run), await again.readLogTail(query)]).toEqual(expected);
  });

  test('previews a clear without a change, then clears exactly that', async () => {
    const airflow = anAirflow();
    const clear = { ...run, taskIds: ['load'], includeDownstream: false } as const;
    const before = await airflow.listTaskInstances(run);
    const preview = await airflow.previewClear(clear);
    expect(preview).toEqual([{ ...run, taskId: 'load', mapIndex: null }]);
    expect(await airflow.listTaskInstances(run)).toEqual(before);
    expect(await airflow.clear(clear)).toEqual(preview);
    const load = (await airflow.listTaskInstances(run))?.taskInstances.find(({ taskId }) => taskId === 'load');
    expect(load?.state).not.toBe('failed');
  });

  test('sets a state and queues the run', async () => {
    const airflow = anAirflow();
    const request = { ...run, taskId: 'load', state: 'success' } as const;
    expect(await airflow.previewSetState(request)).toEqual([{ ...run, taskId: 'load', mapIndex: null }]);
    expect(await airflow.setState(request)).toEqual([{ ...run, taskId: 'load', mapIndex: null }]);
    await airflow.queueRun(run);
    expect(['queued', 'running']).toContain((await airflow.readRun(run, { logicalAt: began }))?.state);
  });

  test.each(['a/b', '100%', '%2e%2e', 'a+b c', 'größe', '日本', '..a', 'a?b#c', 'constructor'])(
    'reaches exactly the DAG, run and task %j',
    async (name) => {
      served.model.addDag({ dagId: name, tasks: [{ taskId: name, mapped: 2 }] }, began);
      served.model.triggerRun({ dagId: name, dagRunId: name, logicalAt: began }, began);
      const client = createAstroClient(adapterOptions());
      const reference = { dagId: name, dagRunId: name, taskId: name, mapIndex: 1 };
      expect(await client.getMappedTaskInstance(reference)).toMatchObject(reference);
      expect(await anAirflow().readDag(name)).toMatchObject({ dagId: name });
    },
  );

  test('goes on after the token was rotated, and stops where the new one is not there', async () => {
    const airflow = anAirflow();
    await airflow.readDag('orders');
    served.issuer.rotate();
    expect((await failureOf(airflow.readDag('orders'))).code).toBe('unauthorized');
    secret = await served.issuer.sign({ expiresAt: served.clock.now + hourMs, runtimeIds: ['rt'] });
    expect(await airflow.readDag('orders')).toMatchObject({ dagId: 'orders' });
  });

  test('is whole although the pages shift', async () => {
    served.server.faults.add({ kind: 'shifted-page' }, { operationId: 'listTaskInstances', times: 2 });
    const listing = await anAirflow({ settings: { pageLimit: 1 } }).listTaskInstances(run);
    expect(new Set(listing?.taskInstances.map(({ taskId }) => taskId)).size).toBe(listing?.taskInstances.length);
    expect(listing?.taskInstances.map(({ taskId }) => taskId)).toContain('load');
  });

  test.each([
    ['throttled', { kind: 'throttled' }],
    ['server-error', { kind: 'error-before' }],
    ['server-error', { kind: 'error-after' }],
    ['server-error', { kind: 'html' }],
    ['redirected', { kind: 'redirect', location: 'http://127.0.0.1:1/' }],
    ['timed-out', { kind: 'hang' }],
    ['unreachable', { kind: 'reset' }],
    ['unreachable', { kind: 'truncated' }],
    ['answer-too-large', { kind: 'oversized', bytes: 100_000 }],
    ['unreadable-answer', { kind: 'wrong-shape', body: { taskInstances: 7 } }],
  ] as const)('ends a write with `%s` after %j, sent once', async (code, fault) => {
    served.server.faults.add(fault, { operationId: 'clearTaskInstances', times: 9 });
    const settings = { requestLimitMs: 300, bodyBytesMax: 50_000, retries: { triesMax: 1, delayMs: 1, delayMsMax: 1 } };
    const clear = { ...run, taskIds: ['load'], includeDownstream: false } as const;
    const failure = await failureOf(anAirflow({ settings }).clear(clear));
    expect(failure).toMatchObject({ code, executed: code === 'throttled' ? 'no' : 'unknown' });
  });
});
