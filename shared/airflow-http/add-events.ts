import { AirflowError } from '../core/airflow/airflow-error.ts';
import type { Airflow } from '../ports/airflow.ts';
import type { TryReference } from './log-tail.ts';

/** What Airflow notes beside the logs. */
export interface EventLogEntry {
  readonly event: string;
  readonly at: number | null;
  readonly mapIndex: number | null;
  readonly tryNumber: number | null;
  readonly extra: string | null;
}

/** The events that say how a try ended which could not say so itself (airflow: scheduler_job_runner.py). */
const endings: ReadonlySet<string> = new Set(['heartbeat timeout', 'state mismatch']);
const endingsMax = 5;

export interface EventedLog {
  readonly readLogTail: Airflow['readLogTail'];
  /** The log itself says how the try ended. */
  readonly showsEnd: (text: string) => boolean;
  /** The events of one task in one run, newest first. */
  readonly readEvents: (query: TryReference) => Promise<readonly EventLogEntry[]>;
  /** A line of a log of this Airflow. */
  readonly renderEvent: (entry: EventLogEntry) => string;
}

/** A lost worker leaves a log that just stops, or none: the reason stands only in the event log, and is added here. */
export function addEvents({ readLogTail, showsEnd, readEvents, renderEvent }: EventedLog): Airflow['readLogTail'] {
  return async (query) => {
    const tail = await readLogTail(query);
    if (tail.kind === 'cut' || (tail.kind === 'text' && showsEnd(tail.text))) return tail;
    const { mapIndex, tryNumber } = query;
    const events = await orNone(readEvents(query));
    const own = events.filter(
      (entry) =>
        endings.has(entry.event) &&
        (entry.mapIndex ?? mapIndex) === mapIndex &&
        (entry.tryNumber ?? tryNumber) === tryNumber,
    );
    if (own.length === 0) return tail;
    const lines = own.slice(0, endingsMax).map(renderEvent);
    return { kind: 'text', text: [...(tail.kind === 'text' ? [tail.text.trimEnd()] : []), ...lines].join('\n') };
  };
}

/** Whoever may not read the event log can do without it. */
async function orNone<Entry>(entries: Promise<readonly Entry[]>): Promise<readonly Entry[]> {
  try {
    return await entries;
  } catch (error) {
    const isDispensable = error instanceof AirflowError && dispensable.has(error.code);
    if (isDispensable) return [];
    throw error;
  }
}

const dispensable: ReadonlySet<string> = new Set([
  'forbidden',
  'not-found',
  'bad-request',
  'answer-too-large',
  'unreadable-answer',
]);
