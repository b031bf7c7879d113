import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Incident } from '../../core/incident/incident.ts';
import type { DueWork } from '../../ports/ledger.ts';
import { updateIf } from './dags-of-interest.ts';
import { incidentItem } from './incident-item.ts';
import { closedPartition, dagKey, duePartition, incidentKey } from './keys.ts';
import { readJson } from './stored-json.ts';

/**
 * The index over what is due and what closed lately: partition `DUE`, or `CLOSED#<day>`; sorted by `at`. It holds what names
 * the work and nothing else: what changes beside that costs no write of it.
 */
export const ledgerIndex = 'due';

const dueItem = z.discriminatedUnion('work', [
  z.looseObject({
    work: z.literal('look'),
    deploymentId: z.string(),
    deployment: z.string(),
    dagId: z.string(),
    dagRunId: z.string(),
    at: z.number(),
  }),
  z.looseObject({
    work: z.literal('discover'),
    deploymentId: z.string(),
    deployment: z.string(),
    dagId: z.string(),
    at: z.number(),
  }),
]);

/** What is due, oldest first. The index is eventually consistent: what is listed may be done already, so lease it before use. */
export async function listDue(
  client: DynamoDBDocumentClient,
  TableName: string,
  now: number,
  limit: number,
): Promise<DueWork[]> {
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: ledgerIndex,
      KeyConditionExpression: '#partition = :due AND #at <= :now',
      ExpressionAttributeNames: { '#partition': 'partition', '#at': 'at' },
      ExpressionAttributeValues: { ':due': duePartition, ':now': now },
      Limit: limit,
    }),
  );
  return (Items ?? []).flatMap((item) => {
    const due = dueItem.safeParse(item);
    return due.success ? [toDueWork(due.data)] : [];
  });
}

function toDueWork(item: z.infer<typeof dueItem>): DueWork {
  const { deploymentId, deployment, dagId, at } = item;
  if (item.work === 'discover') return { kind: 'discover', deploymentId, deployment, dagId, dueAt: at };
  return { kind: 'look', run: { deploymentId, dagId, dagRunId: item.dagRunId }, deployment, dueAt: at };
}

/** Moves the due time if it still is what was listed; the revision stays, so a look that runs meanwhile is not disturbed. */
export function lease(
  client: DynamoDBDocumentClient,
  TableName: string,
  work: DueWork,
  until: number,
): Promise<boolean> {
  return updateIf(client, {
    TableName,
    Key: work.kind === 'look' ? incidentKey(work.run) : dagKey(work.deploymentId, work.dagId),
    UpdateExpression: 'SET #at = :until',
    ConditionExpression: '#partition = :due AND #at = :listed',
    ExpressionAttributeNames: { '#partition': 'partition', '#at': 'at' },
    ExpressionAttributeValues: { ':until': until, ':due': duePartition, ':listed': work.dueAt },
  });
}

const dayMs = 24 * 3_600_000;

/** Open incidents, soonest due first, then closed ones by the day they closed on, newest first. */
export async function listIncidents(
  client: DynamoDBDocumentClient,
  TableName: string,
  { limit, closedSince, now }: { limit: number; closedSince: number | null; now: number },
): Promise<Incident[]> {
  const incidents = await listPartition(client, TableName, duePartition, { limit, newestFirst: false });
  if (closedSince === null) return incidents;
  for (let day = now; incidents.length < limit && closedPartition(day) >= closedPartition(closedSince); day -= dayMs) {
    const closed = await listPartition(client, TableName, closedPartition(day), {
      limit: limit - incidents.length,
      newestFirst: true,
    });
    incidents.push(...closed.filter(({ closing }) => closing !== null && closing.at >= closedSince));
  }
  return incidents;
}

async function listPartition(
  client: DynamoDBDocumentClient,
  TableName: string,
  partition: string,
  { limit, newestFirst }: { limit: number; newestFirst: boolean },
): Promise<Incident[]> {
  const incidents: Incident[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        IndexName: ledgerIndex,
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': 'partition' },
        ExpressionAttributeValues: { ':partition': partition },
        ScanIndexForward: !newestFirst,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    const entries = (page.Items ?? []).filter(({ sk }) => sk === 'INCIDENT');
    for (let from = 0; from < entries.length && incidents.length < limit; from += readsAtOnce) {
      const some = entries.slice(from, from + readsAtOnce);
      const items = await Promise.all(some.map(({ pk, sk }) => readItem(client, TableName, { pk, sk })));
      // What has left the partition since the index was written is listed where it is now.
      incidents.push(...items.filter((item) => item['partition'] === partition).map(toIncident));
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined && incidents.length < limit);
  return incidents.slice(0, limit);
}

/** Items read side by side. */
const readsAtOnce = 25;

async function readItem(
  client: DynamoDBDocumentClient,
  TableName: string,
  Key: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return Item ?? {};
}

function toIncident(item: Record<string, unknown>): Incident {
  const incident = readJson(item['data'], incidentItem, `item ${String(item['pk'])}`);
  const dueAt = item['partition'] === duePartition && typeof item['at'] === 'number' ? item['at'] : null;
  return { ...incident, dueAt };
}
