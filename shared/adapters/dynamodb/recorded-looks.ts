import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { RunKey } from '../../core/airflow/run.ts';
import type { RecordedLook } from '../../core/decide/recorded-look.ts';
import { answer } from './answer.ts';
import { lookKey, runPartition } from './keys.ts';
import { readJson, writeJson } from './stored-json.ts';

/** A recorded look is replayed by the code that reads it: only its frame is checked here. */
const recordedLook = z.custom<RecordedLook>((value) => recordedFrame.safeParse(value).success);
const recordedFrame = z.looseObject({
  version: z.literal(1),
  now: z.number(),
  policyHash: z.string(),
  decisions: z.array(z.unknown()),
});

export async function recordLook(
  client: DynamoDBDocumentClient,
  TableName: string,
  look: RecordedLook,
  keepMs: number,
): Promise<void> {
  const expiresAt = Math.ceil((look.now + keepMs) / 1_000);
  const Item = {
    ...lookKey(look.run, look.now),
    version: 1,
    revision: randomUUID(),
    data: writeJson(look, 'a recorded look'),
    expiresAt,
  };
  await answer('PutItem', () => client.send(new PutCommand({ TableName, Item })));
}

/** A run's recorded looks, newest first. */
export async function listLooks(
  client: DynamoDBDocumentClient,
  TableName: string,
  run: RunKey,
  limit: number,
): Promise<RecordedLook[]> {
  const { Items } = await answer('Query', () =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :run AND begins_with(sk, :look)',
        ExpressionAttributeValues: { ':run': runPartition(run), ':look': 'LOOK#' },
        ScanIndexForward: false,
        Limit: limit,
      }),
    ),
  );
  return (Items ?? []).map((item) => readJson(item['data'], recordedLook, `look ${String(item['sk'])}`));
}
