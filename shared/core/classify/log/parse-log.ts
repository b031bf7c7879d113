import { toLevel } from './log-level.ts';
import type { LogRecord } from './log-record.ts';
import { parseJsonRecord } from './parse-json-record.ts';
import { splitLines } from './split-lines.ts';

/** A head of Airflow 2: `[2024-05-14, 10:30:29 CET] {xcom.py:719} ERROR - …`. */
const airflow2Head = /^\[\d{4}-\d\d-\d\d[^\]]{1,40}\] \{([^{}:]{1,200}):\d{1,7}\} ([A-Z]{3,8}) - ?(.*)$/s;
/** Airflow 3 as its web page shows it: `[2025-07-06, 16:45:31] ERROR - … source="task"`. */
const airflow3Head = /^\[\d{4}-\d\d-\d\d[^\]]{1,40}\] ([A-Z]{3,8}) - ?(.*)$/s;
/** Airflow 3 as structlog prints it: `2025-10-06T23:51:52.391863Z [error   ] … [task]`. */
const structlogHead = /^\d{4}-\d\d-\d\d[T ][\d:.,+Z-]{8,24} \[([a-z]{3,8}) {0,10}\] ?(.*)$/s;
const structlogLogger = / \[([\w.]{1,200})\](?: (?=[\w]{1,60}=)(.{0,4000}))?$/s;
const sourceField = / source="?([\w.]{1,200})"?/;

/** Reads a log of Airflow 2 or 3, in any of its renderings, into one list of messages. Total: what has no form belongs to what precedes it. */
export function parseLog(log: string): LogRecord[] {
  const records: (LogRecord & { body: string[] })[] = [];
  for (const line of splitLines(log)) {
    const record = parseHead(line);
    const last = records.at(-1);
    if (record !== null) records.push({ ...record, body: [] });
    else if (last?.level != null) last.body.push(line);
    else if (line.trim() !== '')
      records.push({ level: null, source: '', message: line, body: [], chain: null, fields: '' });
  }
  return records;
}

type Head = Omit<LogRecord, 'body'>;

function parseHead(line: string): Head | null {
  const first = line.charCodeAt(0);
  if (first === 0x7b) return parseJsonRecord(line);
  if (first === 0x5b) return parseAirflow2(line) ?? parseAirflow3(line);
  if (first >= 0x30 && first <= 0x39) return parseStructlog(line);
  return null;
}

function parseAirflow2(line: string): Head | null {
  const [, file = '', written = '', message = ''] = airflow2Head.exec(line) ?? [];
  return toHead(written, file, message, '');
}

function parseAirflow3(line: string): Head | null {
  const [, written = '', rest = ''] = airflow3Head.exec(line) ?? [];
  const at = rest.search(sourceField);
  if (at < 0) return toHead(written, '', rest, '');
  const fields = rest.slice(at);
  return toHead(written, sourceField.exec(fields)?.[1] ?? '', rest.slice(0, at), fields);
}

function parseStructlog(line: string): Head | null {
  const [, written = '', rest = ''] = structlogHead.exec(line) ?? [];
  const logger = structlogLogger.exec(rest.slice(-4_400));
  const message = logger === null ? rest : rest.slice(0, rest.length - logger[0].length);
  return toHead(written, logger?.[1] ?? '', message.trimEnd(), logger?.[2] ?? '');
}

function toHead(written: string, source: string, message: string, fields: string): Head | null {
  const level = toLevel(written);
  return level === undefined ? null : { level, source: source.toLowerCase(), message, chain: null, fields };
}
