import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ledgerTimes } from '../functions/runtime/ledger-times.ts';
import { emulatorCredentials, emulatorRegion } from '../sandbox/emulators/credentials.ts';
import { createDynamoLedger } from '../shared/adapters/dynamodb/ledger.ts';
import { type Ledger, LedgerError } from '../shared/ports/ledger.ts';
import { readSandboxConnection } from './sandbox-connection.ts';
import { readStackOutput, type StackOptions } from './stack-outputs.ts';
import { UsageError } from './usage-error.ts';

export interface LedgerOptions extends StackOptions {
  /** The ledger's table; default: the environment's AIRMEND_LEDGER_TABLE, or what the stack told. */
  readonly table?: string;
  /** The running sandbox's ledger. */
  readonly sandbox?: boolean;
}

/** Opens the ledger, runs one command on it and closes it. Trouble with the ledger is a usage error that says how to mend it. */
export async function withLedger<Result>(
  options: LedgerOptions,
  command: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const { ledger, close } = openLedger(options);
  try {
    return await command(ledger);
  } catch (error) {
    if (error instanceof LedgerError) throw new UsageError(error.message);
    throw error;
  } finally {
    close();
  }
}

/** Throws a `UsageError` where nothing says which table it is. */
export function openLedger(options: LedgerOptions): { readonly ledger: Ledger; readonly close: () => void } {
  const { client, tableName } = options.sandbox === true ? openSandbox() : openTable(options);
  const documents = DynamoDBDocumentClient.from(client);
  return {
    ledger: createDynamoLedger({ client: documents, tableName, ...ledgerTimes }),
    close: () => client.destroy(),
  };
}

function openTable(options: LedgerOptions): { client: DynamoDBClient; tableName: string } {
  const fromEnvironment = process.env['AIRMEND_LEDGER_TABLE'];
  const tableName =
    options.table ?? (fromEnvironment === '' ? undefined : fromEnvironment) ?? readStackOutput('LedgerTable', options);
  if (tableName === undefined)
    throw new UsageError(
      "name the ledger's table with --table or AIRMEND_LEDGER_TABLE (the stack's output LedgerTable), or use --sandbox",
    );
  return { client: new DynamoDBClient({}), tableName };
}

function openSandbox(): { client: DynamoDBClient; tableName: string } {
  const { tableName, dynamoDbUrl } = readSandboxConnection();
  return {
    client: new DynamoDBClient({ endpoint: dynamoDbUrl, region: emulatorRegion, credentials: emulatorCredentials }),
    tableName,
  };
}
