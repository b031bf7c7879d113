import type * as z from 'zod';
import type { EventLogEntry } from '../../airflow-http/add-events.ts';
import { parseJson } from '../../airflow-http/parse-json.ts';
import type { HttpAnswer } from '../../airflow-http/request.ts';
import { logMessage } from './wire.ts';

type LogMessage = z.output<typeof logMessage>;

/** A log as JSON, or as one JSON object a line with its continuation token in a header. Undefined: neither. */
export function readLogAnswer({ text, headers }: HttpAnswer): unknown {
  if (headers.get('content-type')?.startsWith('application/x-ndjson') !== true) return parseJson(text);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const content = lines.map(parseJson);
  if (content.includes(undefined)) return undefined;
  return { content, continuation_token: headers.get('airflow-continuation-token') ?? null };
}

/** One line a message, as the classifier reads them. */
export function renderMessages(content: readonly (LogMessage | string)[]): string {
  return content.map((message) => `${typeof message === 'string' ? message : JSON.stringify(message)}\n`).join('');
}

export function renderEvent({ event, at, extra }: EventLogEntry): string {
  const timestamp = at === null ? null : new Date(at).toISOString();
  return JSON.stringify({ timestamp, event: extra ?? event, level: 'error', logger: 'airflow.event_log' });
}

/** What ends a try that failed: an error, or the signal that killed it. */
export function showsEnd(text: string): boolean {
  return /"level":"(error|critical)"/.test(text);
}

const head = '::group::Log message source details';

/** Nothing but words about where the log was looked for. */
export function saysNoLog(text: string): boolean {
  let isInHead = false;
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .every((line) => {
      const event = eventOf(line);
      if (event === head) isInHead = true;
      const isAboutLog = isInHead || aboutTheLog.some((pattern) => pattern.test(event));
      if (event === '::endgroup::') isInHead = false;
      return isAboutLog;
    });
}

const aboutTheLog = [
  /^::(group|endgroup)::/,
  /^\*\*\*/,
  /^(Could not read (served|remote) logs|Failed to fetch log file|Log file does not exist|No logs found)/i,
  /^Task (was skipped, no logs available|did not run because upstream)/,
];

function eventOf(line: string): string {
  const message = logMessage.safeParse(parseJson(line));
  return message.success ? message.data.event : line;
}
