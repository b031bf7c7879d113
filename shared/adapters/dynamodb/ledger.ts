import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Incident } from '../../core/incident/incident.ts';
import { type Ledger, LedgerError, type Revised, type Revision } from '../../ports/ledger.ts';
import { answer } from './answer.ts';
import { budgetItem, controlItem, controlItemVersion } from './control-item.ts';
import { listDagsOfInterest, recordDagOfInterest, recordDiscovered } from './dags-of-interest.ts';
import { incidentItem, incidentItemVersion } from './incident-item.ts';
import { budgetKey, closedPartition, controlKey, duePartition, type ItemKey, incidentKey } from './keys.ts';
import { lease, listDue, listIncidents } from './ledger-index.ts';
import { listLooks, recordLook } from './recorded-looks.ts';
import { readJson, type StoredJson, writeJson } from './stored-json.ts';
import { swapItem } from './swap-item.ts';

/** How the ledger is set up. Durations in milliseconds. */
export interface LedgerOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** A closed incident is kept this long, so that the same failure does not open it again. */
  readonly keepClosedMs: number;
  readonly keepLooksMs: number;
}

const storedItem = z.looseObject({
  revision: z.string(),
  version: z.number(),
  data: z.unknown(),
  partition: z.string().optional(),
  at: z.number().optional(),
});

/** The ledger in one DynamoDB table: every read consistent, every change a compare-and-swap on the item's revision. */
export function createDynamoLedger(options: LedgerOptions): Ledger {
  const { client, tableName } = options;
  const read = async <Schema extends z.ZodType>(
    key: ItemKey,
    schema: Schema,
    version: number,
  ): Promise<(Revised<z.output<Schema>> & { dueAt: number | null }) | null> => {
    const { Item } = await answer('GetItem', () =>
      client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true })),
    );
    if (Item === undefined) return null;
    const what = `item ${key.pk} ${key.sk}`;
    const stored = storedItem.safeParse(Item);
    if (!stored.success)
      throw new LedgerError('unreadable-item', `${what} in the ledger has no revision. It is left as it is.`);
    if (stored.data.version > version)
      throw new LedgerError(
        'newer-item',
        `${what} was written by newer code (form ${stored.data.version}). It is left as it is.`,
      );
    return {
      item: readJson(stored.data.data, schema, what),
      revision: stored.data.revision,
      dueAt: stored.data.partition === duePartition ? (stored.data.at ?? null) : null,
    };
  };
  const swap = (item: Record<string, unknown> & ItemKey, expected: Revision | null) =>
    swapItem(client, tableName, item, expected);
  return {
    readIncident: async (run) => {
      const stored = await read(incidentKey(run), incidentItem, incidentItemVersion);
      // The due time stands beside the data: the sweep's lease moves it without a new revision.
      return stored === null ? null : { item: { ...stored.item, dueAt: stored.dueAt }, revision: stored.revision };
    },
    recordIncident: (incident, expected) => swap(incidentAttributes(incident, options), expected),
    readControl: (deploymentId) => read(controlKey(deploymentId), controlItem, controlItemVersion),
    recordControl: (control, expected) =>
      swap(
        { ...controlKey(control.deploymentId), version: controlItemVersion, data: writeJson(control, 'the control') },
        expected,
      ),
    readBudget: (deploymentId) => read(budgetKey(deploymentId), budgetItem, controlItemVersion),
    recordBudget: (budget, expected) =>
      swap(
        { ...budgetKey(budget.deploymentId), version: controlItemVersion, data: writeJson(budget, 'the budget') },
        expected,
      ),
    recordLook: (look) => recordLook(client, tableName, look, options.keepLooksMs),
    listLooks: (run, limit) => listLooks(client, tableName, run, limit),
    recordDagOfInterest: (dag) => recordDagOfInterest(client, tableName, dag),
    listDagsOfInterest: (deploymentId) => listDagsOfInterest(client, tableName, deploymentId),
    recordDiscovered: (dag) => recordDiscovered(client, tableName, dag),
    listDue: (now, limit) => answer('Query', () => listDue(client, tableName, now, limit)),
    lease: (work, until) => lease(client, tableName, work, until),
    listIncidents: (query) => answer('Query', () => listIncidents(client, tableName, query)),
  };
}

interface IncidentAttributes extends ItemKey {
  readonly version: number;
  readonly data: StoredJson;
  readonly [attribute: string]: unknown;
}

function incidentAttributes(incident: Incident, { keepClosedMs }: LedgerOptions): IncidentAttributes {
  const { run, deployment, dueAt, closing } = incident;
  // Encoding validates: a shape that could not be read again is never written.
  const data = writeJson(z.encode(incidentItem, incident as z.output<typeof incidentItem>), 'an incident');
  const base = { ...incidentKey(run), ...run, version: incidentItemVersion, data, deployment };
  if (dueAt !== null) return { ...base, work: 'look', partition: duePartition, at: dueAt };
  const closedAt = closing?.at ?? incident.openedAt;
  return {
    ...base,
    partition: closedPartition(closedAt),
    at: closedAt,
    expiresAt: Math.ceil((closedAt + keepClosedMs) / 1_000),
  };
}
