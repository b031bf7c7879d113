import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemediate } from '../../functions/remediate/remediate.ts';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { type DynamoDbEmulator, startDynamoDb } from '../../sandbox/emulators/dynamodb.ts';
import { controlKey, type ItemKey, incidentKey } from '../../shared/adapters/dynamodb/keys.ts';
import { createDynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { openIncident } from '../../shared/core/incident/begin-look.ts';
import { newControl } from '../../shared/core/incident/control.ts';
import { workMessageVersion } from '../../shared/core/incident/work-message.ts';
import { adopt } from '../../shared/look/adopt.ts';
import { look } from '../../shared/look/look.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { aWorld, fails, minuteMs } from '../unit/look/a-small-world.ts';

const dayMs = 24 * 3_600_000;

/** The middle of a deploy, or a roll-back: this code meets what newer code wrote. */
describe('what newer code wrote', () => {
  let dynamoDb: DynamoDbEmulator;
  let client: DynamoDBDocumentClient;
  let ledger: Ledger;
  beforeAll(async () => {
    dynamoDb = await startDynamoDb();
    const { url: endpoint, tableName } = dynamoDb;
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint, region: emulatorRegion, credentials: emulatorCredentials }),
    );
    ledger = createDynamoLedger({ client, tableName, keepClosedMs: 30 * dayMs, keepLooksMs: 30 * dayMs });
  });
  afterAll(async () => {
    client.destroy();
    await dynamoDb.close();
  });

  const read = async (Key: ItemKey) =>
    (await client.send(new GetCommand({ TableName: dynamoDb.tableName, Key, ConsistentRead: true }))).Item;
  /** Makes an item one of the next form. */
  const renew = (Key: ItemKey) =>
    client.send(
      new UpdateCommand({
        TableName: dynamoDb.tableName,
        Key,
        UpdateExpression: 'SET #version = #version + :one',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
  const aFailedRun = () =>
    aWorld({ dag: { dagId: 'etl', tasks: [{ taskId: 'load', outcomes: [fails('x'), fails('x')] }] } });

  test('stays due, and is not written over: an incident', async () => {
    const { world, run, wait, clock, writes } = await aFailedRun();
    wait(minuteMs);
    await ledger.recordIncident({ ...openIncident(run, 'production', clock()), dueAt: clock() }, null);
    await renew(incidentKey(run));
    const before = await read(incidentKey(run));
    await expect(look(run, null, { ...world, ledger })).rejects.toMatchObject({ code: 'newer-item' });
    expect(await read(incidentKey(run))).toEqual(before);
    expect(writes()).toEqual([]);
    const [work] = await ledger.listDue(clock(), 10);
    if (work === undefined) throw new Error('it is not due any more');
    // A sweep of this code moves the due time, which stands beside the data, and nothing else.
    expect(await ledger.lease(work, clock() + minuteMs)).toBe(true);
    expect(await read(incidentKey(run))).toEqual({ ...before, at: clock() + minuteMs });
  });

  test('keeps this code from a deployment: its control item', async () => {
    const { world, run, wait, clock, writes } = await aFailedRun();
    const { deploymentId } = run;
    await ledger.recordControl(newControl(deploymentId), null);
    await renew(controlKey(deploymentId));
    const before = await read(controlKey(deploymentId));
    wait(minuteMs);
    const other = { ...run, dagRunId: 'another' };
    await ledger.recordIncident({ ...openIncident(other, 'production', clock()), dueAt: clock() }, null);
    await expect(look(other, null, { ...world, ledger })).rejects.toMatchObject({ code: 'newer-item' });
    const deployment = { deploymentId, mode: 'enforce', adoptFailuresSince: null } as const;
    await expect(adopt(ledger, deployment, { mode: 'enforce', rules: [] }, 1)).rejects.toMatchObject({
      code: 'newer-item',
    });
    expect(await read(controlKey(deploymentId))).toEqual(before);
    expect(writes()).toEqual([]);
  });

  test('goes back to the queue, and is not parked: a message', async () => {
    const parked: string[] = [];
    const { world } = await aFailedRun();
    const remediate = createRemediate({
      ledger,
      parking: { park: async ({ body }) => void parked.push(body) },
      journal: { note: () => {} },
      clock: () => 0,
      worldOf: () => ({ ...world, ledger }),
    });
    const body = JSON.stringify({ version: workMessageVersion + 1, type: 'gaze', about: 'what only it knows' });
    await expect(remediate({ messageId: 'm', body, deadlineAt: 1 })).rejects.toThrow(/newer code/);
    expect(parked).toEqual([]);
  });
});
