import * as z from 'zod';
import { toLevel } from './log-level.ts';
import type { ChainedException, LogRecord } from './log-record.ts';

const frame = z.object({ filename: z.string().catch('') });
const exception = z.object({
  exc_type: z.string().catch(''),
  exc_value: z.string().catch(''),
  exc_notes: z.array(z.string()).catch([]),
  is_cause: z.boolean().catch(false),
  frames: z.array(frame).catch([]),
});
/** A structured message of Airflow 3's task log. */
const structured = z.looseObject({
  event: z.string(),
  level: z.string().catch('info'),
  logger: z.string().catch(''),
  error_detail: z.array(exception).optional().catch(undefined),
});

/** Kept in a record's fields: whatever else a message says is about the log itself. */
const plumbing = new Set(
  'event level logger error_detail timestamp filename lineno ti_id dag_id task_id run_id try_number map_index sources'.split(
    ' ',
  ),
);
const fieldCharsMax = 2_000;
/** Exceptions kept of one chain, from each end: what lies between is repetition. */
const chainEndMax = 8;

/** One line of structured log; null: it is none. */
export function parseJsonRecord(line: string): Omit<LogRecord, 'body'> | null {
  const read = structured.safeParse(parseJson(line));
  if (!read.success) return null;
  const { event, level, logger, error_detail: detail, ...others } = read.data;
  const fields = Object.entries(others)
    .filter(([key]) => !plumbing.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  return {
    level: toLevel(level) ?? 'info',
    source: logger.toLowerCase(),
    message: event,
    chain: detail === undefined || detail.length === 0 ? null : toChain(detail),
    fields: fields.slice(0, fieldCharsMax),
  };
}

/** Airflow writes the exception that left the task first; a chain begins with the first cause. */
function toChain(detail: readonly z.output<typeof exception>[]): ChainedException[] {
  const kept =
    detail.length > 2 * chainEndMax ? [...detail.slice(0, chainEndMax), ...detail.slice(-chainEndMax)] : detail;
  return kept
    .map(({ exc_type, exc_value, exc_notes, is_cause, frames }, index) => ({
      type: exc_type,
      message: [exc_value, ...exc_notes].join('\n').slice(0, 8_000),
      leadsTo: index === 0 ? null : is_cause ? ('cause' as const) : ('context' as const),
      raisedIn: frames.at(-1)?.filename ?? null,
    }))
    .toReversed();
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // a line cut in the middle, or text that begins with a brace
  }
}
