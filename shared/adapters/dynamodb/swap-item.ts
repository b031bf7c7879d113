import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Revision, Swap } from '../../ports/ledger.ts';
import { answer } from './answer.ts';
import type { ItemKey } from './keys.ts';
import { isConditionFailure, toLedgerError } from './ledger-error.ts';

/**
 * Writes an item if its revision still is what was read. The new revision is unique: when the answer to a write is lost,
 * reading it back tells whether this very write won.
 */
export async function swapItem(
  client: DynamoDBDocumentClient,
  TableName: string,
  item: Readonly<Record<string, unknown>> & ItemKey,
  expected: Revision | null,
): Promise<Swap> {
  const revision = randomUUID();
  const condition =
    expected === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'revision = :expected', ExpressionAttributeValues: { ':expected': expected } };
  try {
    await client.send(new PutCommand({ TableName, Item: { ...item, revision }, ...condition }));
    return { kind: 'recorded', revision };
  } catch (error) {
    if (!isConditionFailure(error)) throw toLedgerError(error, 'PutItem');
    return (await holdsRevision(client, TableName, item, revision))
      ? { kind: 'recorded', revision }
      : { kind: 'conflict' };
  }
}

/** The client retries a put whose answer was lost: then its own first try makes the condition fail. */
async function holdsRevision(
  client: DynamoDBDocumentClient,
  TableName: string,
  { pk, sk }: ItemKey,
  revision: Revision,
): Promise<boolean> {
  const query = { TableName, Key: { pk, sk }, ConsistentRead: true, ProjectionExpression: 'revision' };
  const { Item } = await answer('GetItem', () => client.send(new GetCommand(query)));
  return Item?.['revision'] === revision;
}
