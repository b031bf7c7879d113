import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { type DynamoDbEmulator, startDynamoDb } from '../../sandbox/emulators/dynamodb.ts';
import { createDynamoReplayCache } from '../../shared/adapters/dynamodb/replay-cache.ts';
import { ReplayCacheError } from '../../shared/ports/replay-cache.ts';

const now = Date.UTC(2026, 7, 1);

describe('the replay cache in DynamoDB', () => {
  let dynamoDb: DynamoDbEmulator;
  let client: DynamoDBClient;
  beforeAll(async () => {
    dynamoDb = await startDynamoDb();
    client = new DynamoDBClient({ endpoint: dynamoDb.url, region: emulatorRegion, credentials: emulatorCredentials });
  });
  afterAll(async () => {
    client.destroy();
    await dynamoDb.close();
  });
  const aCache = (tableName = dynamoDb.replayTableName) => createDynamoReplayCache({ tableName, client });

  test('keeps what was answered first until it expires, whatever the id is made of', async () => {
    const deliveryId = `hooks|${'ü'.repeat(5_000)}`;
    const cache = aCache();
    expect(await cache.recall(deliveryId, now)).toBeNull();
    await cache.remember({ deliveryId, answer: 'first', expiresAt: now + 10_000, now });
    await cache.remember({ deliveryId, answer: 'second', expiresAt: now + 10_000, now });
    expect(await cache.recall(deliveryId, now + 9_999)).toBe('first');
    expect(await cache.recall(deliveryId, now + 10_000)).toBeNull();
  });

  test('takes a new answer in the place of one that has expired', async () => {
    const cache = aCache();
    await cache.remember({ deliveryId: 'again', answer: 'first', expiresAt: now + 10_000, now });
    await cache.remember({ deliveryId: 'again', answer: 'second', expiresAt: now + 20_000, now: now + 10_000 });
    expect(await cache.recall('again', now + 10_000)).toBe('second');
  });

  test('says by name only what DynamoDB refused', async () => {
    await expect(aCache('nowhere').recall('id', now)).rejects.toThrow(ReplayCacheError);
    await expect(aCache('nowhere').recall('id', now)).rejects.toMatchObject({
      message: 'the replay cache did not answer GetItem (ResourceNotFoundException)',
    });
  });
});
