import { createHmac, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { anIngest, aSource, now, secret } from './an-ingest.ts';

const sources = {
  hooks: aSource({ kind: 'standard-webhooks', authentication: { scheme: 'standard-webhooks' } }),
  others: aSource({ kind: 'standard-webhooks', authentication: { scheme: 'standard-webhooks' } }),
  alerts: aSource({ kind: 'alertmanager' }),
};
const toleranceMs = 300_000;
const key = `whsec_${Buffer.from(secret).toString('base64')}`;

function aDelivery(id: string, { at = now, type = 'airflow.task_instance.failed' } = {}) {
  const body = JSON.stringify({ type, data: { dag_id: 'etl', task_id: 'load' } });
  const seconds = String(at / 1_000);
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
  return { body, headers };
}

function aWorld() {
  const made = anIngest({ sources });
  for (const source of ['hooks', 'others']) made.world.secrets.set(`airmend/source/${source}`, key);
  const deliver = (id: string, given: { at?: number; type?: string; source?: string } = {}) => {
    const { body, headers } = aDelivery(id, given);
    return made.post(`/${given.source ?? 'hooks'}`, body, headers);
  };
  return { ...made, deliver };
}

describe('a delivery with an id of its own', () => {
  test('is answered the second time like the first, and queued once', async () => {
    const { deliver, queued } = aWorld();
    const first = await deliver('msg_1');
    expect(first.statusCode).toBe(202);
    expect(await deliver('msg_1')).toEqual(first);
    expect(queued).toHaveLength(1);
  });

  test('is no copy of one with another id, or of one to another source', async () => {
    const { deliver, queued } = aWorld();
    await deliver('msg_1');
    await deliver('msg_2');
    await deliver('msg_1', { source: 'others' });
    expect(queued).toHaveLength(3);
  });

  test('is not remembered before the queue took it', async () => {
    const { deliver, queued, world } = aWorld();
    world.queueIsAway = true;
    expect((await deliver('msg_1')).statusCode).toBe(503);
    world.queueIsAway = false;
    expect((await deliver('msg_1')).statusCode).toBe(202);
    expect(queued).toHaveLength(1);
  });

  test('is remembered for as long as its signature is good', async () => {
    const { deliver, queued, world } = aWorld();
    const at = now + toleranceMs;
    await deliver('msg_1', { at });
    world.now = now + 2 * toleranceMs + 999;
    await deliver('msg_1', { at });
    expect(queued).toHaveLength(1);
    world.now += 1;
    expect((await deliver('msg_1', { at })).statusCode).toBe(401);
    expect(queued).toHaveLength(1);
  });

  test('is taken while the cache is away, and that is noted', async () => {
    const { deliver, queued, events, world } = aWorld();
    world.replayCacheIsAway = true;
    expect((await deliver('msg_1')).statusCode).toBe(202);
    expect((await deliver('msg_1')).statusCode).toBe(202);
    expect(queued).toHaveLength(2);
    expect(events).toContainEqual({ event: 'replay-cache-away', source: 'hooks', detail: 'the replay cache is away' });
  });

  test('is refused with a forged signature although its id is known', async () => {
    const { deliver, post, queued } = aWorld();
    await deliver('msg_1');
    const { body, headers } = aDelivery('msg_1');
    expect((await post('/hooks', `${body} `, headers)).statusCode).toBe(401);
    expect(queued).toHaveLength(1);
  });
});

test('a sender without ids may say the same twice', async () => {
  const { post, queued } = aWorld();
  const body = JSON.stringify({ alerts: [{ status: 'firing', labels: { dag_id: `etl_${randomUUID()}` } }] });
  await post('/alerts', body);
  await post('/alerts', body);
  expect(queued).toHaveLength(2);
});
