import type { LogRecord } from './log/log-record.ts';

/** A log, cut where the try failed. */
export interface Scene {
  /** The messages of this try before its failure. */
  readonly before: readonly LogRecord[];
  /** The message that tells of the failure; null: none does, the log just ends. */
  readonly failure: LogRecord | null;
}

const attempt = /^Starting attempt (\d{1,5}) of/;
const announcement =
  /^(?:Task failed with exception|Failed to execute task|Failed to execute job \d+|Task failed due to|Exception raised (?:by|in) task|Unhandled exception in task|Task execution failed|Top level error)/;
const afterwards = /callback|teardown|listener|on_kill|clean[- ]?up|post_execute/i;

/**
 * Finds where a try failed: what precedes the newest attempt belongs to another one,
 * and what follows the failure (callbacks, teardown, rollback) did not cause it.
 */
export function findFailure(records: readonly LogRecord[]): Scene {
  const ofTry = records.slice(startOfTry(records));
  const announced = ofTry.findIndex(({ message }) => announcement.test(message));
  const at = announced >= 0 ? announced : lastError(ofTry);
  return at < 0 ? { before: ofTry, failure: null } : { before: ofTry.slice(0, at), failure: ofTry[at] ?? null };
}

function startOfTry(records: readonly LogRecord[]): number {
  let start = 0;
  let newest = 0;
  for (const [index, { message }] of records.entries()) {
    const number = Number(attempt.exec(message)?.[1] ?? 0);
    if (number > newest) {
      newest = number;
      start = index;
    }
  }
  return start;
}

/** Work that goes on after an error has survived it. */
const recordsAfterMax = 3;

/** The last error with a traceback that nothing but a few closing words follow. */
function lastError(records: readonly LogRecord[]): number {
  const at = records.findLastIndex(
    ({ level, chain, body, message }) =>
      (level === 'error' || level === 'critical') &&
      !afterwards.test(message) &&
      (chain !== null || body.some((line) => line.includes('Traceback (most recent call last)'))),
  );
  return at >= 0 && records.length - at - 1 <= recordsAfterMax ? at : -1;
}
