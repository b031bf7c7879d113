import { toLedgerError } from './ledger-error.ts';

/** Asks the table; what its client throws becomes a `LedgerError`. */
export async function answer<Value>(operation: string, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    throw toLedgerError(error, operation);
  }
}
