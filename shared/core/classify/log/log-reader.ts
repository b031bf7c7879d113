import type { LogRecord } from './log-record.ts';

/** What Airflow's log reader puts above a log, or in its place: it tells of the reading, never of the task. */
const readerWords =
  /^(?:\*\*\*|Could not read (?:served|remote) logs?|Failed to (?:fetch|read|load) (?:the )?(?:log|remote)|No (?:task )?logs? (?:found|available)|Unable to (?:fetch|read|find) (?:remote |served )?logs?|Log file does not exist|Fetching from: http|Reading (?:remote|local) log|Found (?:local|remote|logs)|Logs? (?:not (?:found|available)|is not available)|The log .{0,80}(?:not found|could not be))/i;

/** Whether a message comes from the reader of the log. */
export function isFromLogReader({ message }: LogRecord): boolean {
  return readerWords.test(message.trimStart());
}
