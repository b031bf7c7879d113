import type { FailureReport } from '../incident/failure-report.ts';

export type Severity = NonNullable<FailureReport['severity']>;

const severities: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['fatal', 'critical'],
  ['page', 'critical'],
  ['p1', 'critical'],
  ['error', 'error'],
  ['high', 'error'],
  ['p2', 'error'],
  ['warning', 'warning'],
  ['warn', 'warning'],
  ['p3', 'warning'],
  ['info', 'info'],
  ['debug', 'info'],
  ['none', 'info'],
  ['p4', 'info'],
  ['p5', 'info'],
]);

/** The first word, in any case, that is a severity; null where none is. */
export function toSeverity(words: readonly unknown[]): Severity | null {
  for (const word of words) {
    const severity = typeof word === 'string' ? severities.get(word.trim().toLowerCase()) : undefined;
    if (severity !== undefined) return severity;
  }
  return null;
}
