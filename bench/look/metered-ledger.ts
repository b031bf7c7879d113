import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { startDynamoDb } from '../../sandbox/emulators/dynamodb.ts';
import { createDynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { TableUnits } from '../cost/measure/dynamodb-units.ts';
import { meterDynamoDb } from '../cost/measure/meter-dynamodb.ts';

const dayMs = 24 * 3_600_000;

/** The deployed ledger on a local DynamoDB, with the units that its requests take. Recorded looks hold the listing and are counted apart. */
export interface MeteredLedger {
  readonly ledger: Ledger;
  readonly units: TableUnits;
  readonly recordedLooks: { write: number };
  close(): Promise<void>;
}

export async function startMeteredLedger(): Promise<MeteredLedger> {
  const dynamoDb = await startDynamoDb();
  const units: TableUnits = { read: 0, write: 0, indexWrite: 0 };
  const recordedLooks = { write: 0 };
  const endpoint = await meterDynamoDb(dynamoDb.url, units, () => {});
  const client = new DynamoDBClient({ endpoint, region: emulatorRegion, credentials: emulatorCredentials });
  const real = createDynamoLedger({
    client: DynamoDBDocumentClient.from(client),
    tableName: dynamoDb.tableName,
    keepClosedMs: dayMs,
    keepLooksMs: dayMs,
  });
  const ledger: Ledger = {
    ...real,
    async recordLook(look) {
      const before = units.write;
      await real.recordLook(look);
      recordedLooks.write += units.write - before;
      units.write = before;
    },
  };
  return {
    ledger,
    units,
    recordedLooks,
    async close() {
      client.destroy();
      await dynamoDb.close();
    },
  };
}
