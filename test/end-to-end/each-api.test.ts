import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { aRunningSandbox, failsOnce } from './a-running-sandbox.ts';

const chain = {
  dagId: 'etl',
  tasks: [
    { taskId: 'load', durationMs: 300, outcomes: failsOnce },
    { taskId: 'report', upstream: ['load'], durationMs: 300 },
  ],
};
const mapped = {
  dagId: 'mapped',
  tasks: [{ taskId: 'load', durationMs: 300, mapped: 3, outcomesByMapIndex: { '1': failsOnce } }],
};
const account = z.object({ username: z.string(), password: z.string().min(20) });

describe.each(['airflow-2', 'airflow-3'] as const)('the shipped bundles through the API of %s', (api) => {
  let running: Awaited<ReturnType<typeof aRunningSandbox>>;
  beforeAll(async () => {
    running = await aRunningSandbox([chain, mapped], { api });
  }, 180_000);
  afterAll(async () => running.stop());

  test('clear what failed with what it blocked, and of a mapped task only the index that failed, through trouble', async () => {
    await Promise.all([running.failRun('etl'), running.failRun('mapped')]);
    const trouble = { kind: 'html', status: 502 } as const;
    running.sandbox.astro?.server.faults.add(trouble, { operationId: 'getTaskInstances', times: 3 });
    await Promise.all([running.post(running.alert('etl')), running.post(running.alert('mapped'))]);
    expect((await running.untilClosed('etl')).closing).toMatchObject({ outcome: 'remedied' });
    expect((await running.untilClosed('mapped')).closing).toMatchObject({ outcome: 'remedied' });
    expect(running.tries('etl')).toEqual(['load success 2', 'report success 1']);
    expect(running.tries('mapped')).toEqual(['load success 1', 'load success 2', 'load success 1']);
  }, 180_000);

  test('tell, print and keep nothing of the password', async () => {
    const { username, password } = account.parse(JSON.parse(running.sandbox.astro?.tokens.get('sandbox') ?? ''));
    const { events, strays, calls } = running;
    const seen = JSON.stringify({ events, strays, calls, incident: await running.incidentOf('etl') });
    expect(seen).toContain('remedied');
    for (const secret of [password, Buffer.from(`${username}:${password}`).toString('base64')])
      expect(seen).not.toContain(secret);
  });
});
