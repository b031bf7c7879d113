import type { LogLevel } from './log-record.ts';

const levels: ReadonlyMap<string, LogLevel> = new Map([
  ['debug', 'debug'],
  ['info', 'info'],
  ['notice', 'info'],
  ['warn', 'warning'],
  ['warning', 'warning'],
  ['error', 'error'],
  ['exception', 'error'],
  ['fatal', 'critical'],
  ['critical', 'critical'],
]);

/** The level that a log names; undefined: the word is none. */
export function toLevel(written: string): LogLevel | undefined {
  return levels.get(written.toLowerCase());
}
