import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { emulatorCredentials, emulatorRegion } from '../../../sandbox/emulators/credentials.ts';
import { startDynamoDb } from '../../../sandbox/emulators/dynamodb.ts';
import { createDynamoLedger } from '../../../shared/adapters/dynamodb/ledger.ts';
import type { Ledger } from '../../../shared/ports/ledger.ts';
import { createMemoryLedger } from '../../simulation/memory-ledger.ts';

export interface OpenLedger {
  readonly ledger: Ledger;
  close(): Promise<void>;
}

const dayMs = 24 * 3_600_000;

/** Every ledger there is: the shipped one over DynamoDB's real protocol, and the simulation's. */
export const ledgers: readonly { readonly name: string; readonly open: () => Promise<OpenLedger> }[] = [
  {
    name: 'DynamoDB',
    open: async () => {
      const emulator = await startDynamoDb();
      const client = new DynamoDBClient({
        endpoint: emulator.url,
        region: emulatorRegion,
        credentials: emulatorCredentials,
      });
      const ledger = createDynamoLedger({
        client: DynamoDBDocumentClient.from(client),
        tableName: emulator.tableName,
        keepClosedMs: 30 * dayMs,
        keepLooksMs: 30 * dayMs,
      });
      const close = async () => {
        client.destroy();
        await emulator.close();
      };
      return { ledger, close };
    },
  },
  { name: 'memory', open: async () => ({ ledger: createMemoryLedger(), close: async () => {} }) },
];
