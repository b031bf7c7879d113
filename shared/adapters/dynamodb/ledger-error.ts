import { LedgerError, type LedgerErrorCode } from '../../ports/ledger.ts';

const codes: Readonly<Record<string, LedgerErrorCode>> = {
  ProvisionedThroughputExceededException: 'throttled',
  RequestLimitExceeded: 'throttled',
  ThrottlingException: 'throttled',
  AccessDeniedException: 'denied',
  ResourceNotFoundException: 'not-found',
};

const help: Readonly<Record<LedgerErrorCode, string>> = {
  throttled: 'it is tried again',
  denied: "check the function's role: it needs GetItem, PutItem, UpdateItem and Query on the ledger's table",
  'not-found': 'the table of LEDGER_TABLE does not exist in this account and region',
  unreachable: 'it is tried again',
  'unreadable-item': '',
  'newer-item': '',
  'item-too-large': '',
};

/** What DynamoDB's client threw, as an error of ours: by name only, since the library's error holds the request. */
export function toLedgerError(error: unknown, operation: string): LedgerError {
  if (error instanceof LedgerError) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  const code = Object.hasOwn(codes, name) ? (codes[name] ?? 'unreachable') : 'unreachable';
  return new LedgerError(code, `the ledger did not answer ${operation} (${name}): ${help[code]}`);
}

/** The condition of a compare-and-swap did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
