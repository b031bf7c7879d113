import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aRunningSandbox, failsOnce, waitFor } from './a-running-sandbox.ts';

const lonely = (dagId: string) => ({ dagId, tasks: [{ taskId: 'load', durationMs: 300, outcomes: failsOnce }] });

describe('the shipped bundles on one machine', () => {
  let running: Awaited<ReturnType<typeof aRunningSandbox>>;
  beforeAll(async () => {
    running = await aRunningSandbox([
      lonely('duplicates'),
      lonely('crash'),
      lonely('late'),
      lonely('trouble'),
      { dagId: 'größe.etl-2', tasks: [{ taskId: 'load', outcomes: failsOnce }] },
    ]);
  }, 180_000);
  afterAll(async () => running.stop());

  test('ten deliveries of one alert lead to one clear', async () => {
    await running.failRun('duplicates');
    const answers = await Promise.all(Array.from({ length: 10 }, () => running.post(running.alert('duplicates'))));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    expect((await running.untilClosed('duplicates')).closing).toMatchObject({ outcome: 'remedied' });
    expect(running.clearsOf('duplicates')).toHaveLength(1);
    expect(running.tries('duplicates')).toEqual(['load success 2']);
  }, 180_000);

  test('a crash between the API write and its record does not clear the task twice', async () => {
    const { sandbox } = running;
    await running.failRun('crash');
    // The dry run passes; the clear that follows takes effect and is never answered: the function dies while it waits.
    sandbox.astro?.server.faults.add({ kind: 'shifted-page' }, { operationId: 'clearTaskInstances' });
    sandbox.astro?.server.faults.add({ kind: 'hang' }, { operationId: 'clearTaskInstances' });
    let killed = 0;
    running.onCall(({ operationId, isDryRun, path }) => {
      if (killed === 0 && operationId === 'clearTaskInstances' && isDryRun === false && path.includes('/crash/'))
        killed = sandbox.service.functions.remediate.killBusy();
    });
    await running.post(running.alert('crash'));
    const incident = await running.untilClosed('crash');
    expect(killed).toBeGreaterThan(0);
    expect(incident.closing).toMatchObject({ outcome: 'remedied' });
    expect(running.clearsOf('crash')).toHaveLength(1);
    expect(running.tries('crash')).toEqual(['load success 2']);
  }, 180_000);

  test('trouble with Airflow is rescheduled in the ledger and does not eat the receive count', async () => {
    const { sandbox } = running;
    await running.failRun('trouble');
    for (const fault of [
      { kind: 'html', status: 502 },
      { kind: 'redirect', location: 'https://login.example' },
    ] as const) {
      sandbox.astro?.server.faults.add(fault, { operationId: 'listTaskInstances', times: 3 });
    }
    await running.post(running.alert('trouble'));
    expect((await running.untilClosed('trouble')).closing).toMatchObject({ outcome: 'remedied' });
    expect(sandbox.service.sqsSns.server.inspectQueue('airmend-dead-letters')?.messages.ready).toEqual([]);
    expect(running.events.some(({ event }) => event === 'airflow-trouble')).toBe(true);
  }, 180_000);

  test('a message that is not ours is parked at once, with the reason', async () => {
    const { sqsSns } = running.sandbox.service;
    sqsSns.server.sendMessage(sqsSns.queue.name, '{"what": "is this"}');
    await waitFor(
      'it is parked',
      async () => (sqsSns.server.inspectQueue(sqsSns.deadLetters.name)?.messages.ready.length ?? 0) > 0,
    );
    const [parked] = sqsSns.server.inspectQueue(sqsSns.deadLetters.name)?.messages.ready ?? [];
    expect(parked?.body).toBe('{"what": "is this"}');
    expect(running.events.find(({ event }) => event === 'message-parked')?.facts['reason']).toEqual(expect.any(String));
  }, 180_000);

  test('a DAG id with umlauts and dots reaches exactly that DAG', async () => {
    await running.failRun('größe.etl-2');
    await running.post(running.alert('größe.etl-2'));
    expect((await running.untilClosed('größe.etl-2')).closing).toMatchObject({ outcome: 'remedied' });
  }, 180_000);

  test('an unknown source and a wrong secret get one and the same answer', async () => {
    const unknown = await running.post(running.alert('late'), { source: 'nobody', secret: 'x' });
    const wrong = await running.post(running.alert('late'), { secret: 'x' });
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect(await unknown.text()).toBe(await wrong.text());
  });

  test('no function printed anything but its journal', () => {
    expect(running.strays.filter((line) => !line.includes('"platform.'))).toEqual([]);
  });
});
