import { hash } from 'node:crypto';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type ReplayCache, ReplayCacheError } from '../../ports/replay-cache.ts';
import { isConditionFailure } from './ledger-error.ts';

/** The sender waits: rather take a delivery twice than keep it waiting. */
const requestLimitMs = 1_000;

/** A replay cache in a table of its own. DynamoDB deletes late, so what is expired is passed over. */
export function createDynamoReplayCache(options: { tableName: string; client?: DynamoDBClient }): ReplayCache {
  const { tableName: TableName, client = new DynamoDBClient({ maxAttempts: 2 }) } = options;
  const ask = async <Answer>(
    operation: string,
    send: (abortSignal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      return await send(AbortSignal.timeout(requestLimitMs));
    } catch (error) {
      throw toReplayCacheError(error, operation);
    }
  };
  return {
    async recall(deliveryId, now) {
      const query = { TableName, Key: { pk: { S: toKey(deliveryId) } }, ConsistentRead: true };
      const { Item } = await ask('GetItem', (abortSignal) => client.send(new GetItemCommand(query), { abortSignal }));
      const isGood = Number(Item?.['expiresAt']?.N ?? 0) * 1_000 > now;
      return isGood ? (Item?.['answer']?.S ?? null) : null;
    },
    async remember({ deliveryId, answer, expiresAt, now }) {
      const put = new PutItemCommand({
        TableName,
        Item: {
          pk: { S: toKey(deliveryId) },
          answer: { S: answer },
          expiresAt: { N: String(Math.ceil(expiresAt / 1_000)) },
        },
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1_000)) } },
      });
      await ask('PutItem', (abortSignal) =>
        client.send(put, { abortSignal }).catch((error: unknown) => {
          if (!isConditionFailure(error)) throw error;
        }),
      );
    },
  };
}

/** Ids are the sender's: of any length and of any characters. */
function toKey(deliveryId: string): string {
  return hash('sha256', deliveryId);
}

/** By name only: the library's error holds the request. */
function toReplayCacheError(error: unknown, operation: string): ReplayCacheError {
  const name = error instanceof Error ? error.name : 'unknown';
  return new ReplayCacheError(`the replay cache did not answer ${operation} (${name})`);
}
