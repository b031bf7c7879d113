import {
  type DynamoDBDocumentClient,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { DagOfInterest } from '../../ports/ledger.ts';
import { answer } from './answer.ts';
import { dagKey, duePartition } from './keys.ts';
import { isConditionFailure, toLedgerError } from './ledger-error.ts';

/** Notes a DAG for discovery. One that is known keeps an earlier due time; its time to be forgotten only moves back. */
export async function recordDagOfInterest(
  client: DynamoDBDocumentClient,
  TableName: string,
  dag: DagOfInterest,
): Promise<void> {
  const { deploymentId, deployment, dagId, dueAt, forgetAt } = dag;
  const set =
    'SET deployment = :deployment, deploymentId = :id, dagId = :dag, #partition = :due, #work = :work, #at = if_not_exists(#at, :at)';
  await updateIf(client, {
    TableName,
    Key: dagKey(deploymentId, dagId),
    UpdateExpression: forgetAt === null ? `${set} REMOVE expiresAt` : `${set}, expiresAt = :forget`,
    ExpressionAttributeNames: { '#partition': 'partition', '#at': 'at', '#work': 'work' },
    ExpressionAttributeValues: {
      ':deployment': deployment,
      ':id': deploymentId,
      ':dag': dagId,
      ':due': duePartition,
      ':work': 'discover',
      ':at': dueAt,
      ...(forgetAt === null ? {} : { ':forget': Math.ceil(forgetAt / 1_000) }),
    },
  });
}

export async function recordDiscovered(
  client: DynamoDBDocumentClient,
  TableName: string,
  { deploymentId, dagId, dueAt }: { deploymentId: string; dagId: string; dueAt: number },
): Promise<void> {
  await updateIf(client, {
    TableName,
    Key: dagKey(deploymentId, dagId),
    UpdateExpression: 'SET #at = :at',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':at': dueAt },
  });
}

/** Reads every page: a deployment has a bounded number of DAGs. */
export async function listDagsOfInterest(
  client: DynamoDBDocumentClient,
  TableName: string,
  deploymentId: string,
): Promise<string[]> {
  const { pk } = dagKey(deploymentId, '');
  const dagIds: string[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :dag)',
      ExpressionAttributeValues: { ':pk': pk, ':dag': 'DAG#' },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    };
    const page = await answer('Query', () => client.send(new QueryCommand(query)));
    for (const item of page.Items ?? []) if (typeof item['dagId'] === 'string') dagIds.push(item['dagId']);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return dagIds;
}

/** False: the condition did not hold. */
export async function updateIf(client: DynamoDBDocumentClient, update: UpdateCommandInput): Promise<boolean> {
  try {
    await client.send(new UpdateCommand(update));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw toLedgerError(error, 'UpdateItem');
  }
}
