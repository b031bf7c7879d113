import type { EventLogEntry } from '../../airflow-http/add-events.ts';
import type { LogSource, TryReference } from '../../airflow-http/log-tail.ts';
import { unwrapLogPiece } from '../../airflow-http/log-text.ts';
import { parseJson } from '../../airflow-http/parse-json.ts';
import { hasQuirk } from '../../airflow-http/quirk.ts';
import type { HttpAnswer } from '../../airflow-http/request.ts';
import type { Version } from '../../airflow-http/version.ts';
import type { Airflow2Call } from './airflow-2.ts';
import { quirks } from './quirks.ts';
import { eventLogs, logPiece } from './wire.ts';

/** The map index is always sent: without it a mapped task instance is not found. */
export function createLogPieceReader(call: Airflow2Call): LogSource['readPiece'] {
  return async ({ dagId, dagRunId, taskId, mapIndex, tryNumber, token }) => {
    const { content, continuationToken } = await call('getLog', logPiece, {
      path: { dag_id: dagId, dag_run_id: dagRunId, task_id: taskId, task_try_number: tryNumber },
      query: { full_content: false, map_index: mapIndex, ...(token !== null && { token }) },
      body: null,
      isWrite: false,
      read: readLogAnswer,
    });
    return { text: unwrapLogPiece(content), bytes: Buffer.byteLength(content), continuationToken };
  };
}

/** JSON is asked for; what stands before Airflow may know better and hand on plain text. */
function readLogAnswer({ text, headers }: HttpAnswer): unknown {
  return headers.get('content-type')?.startsWith('text/plain') === true ? { content: text } : parseJson(text);
}

/** What ends a try, whichever way: its supervisor's last words. */
export function showsEnd(text: string): boolean {
  return text.includes('Task exited with return code') || text.includes('Marking task as');
}

export function renderEvent({ event, at, extra }: EventLogEntry): string {
  const stamp = at === null ? '' : `[${new Date(at).toISOString()}] `;
  return `${stamp}{scheduler_job_runner.py} ERROR - ${extra ?? event}`;
}

const eventsMax = 50;

export function createEventReader(
  call: Airflow2Call,
  version: () => Promise<Version>,
): (query: TryReference) => Promise<EventLogEntry[]> {
  return async ({ dagId, dagRunId, taskId }) => {
    if (hasQuirk(quirks, 'no-event-filters', await version())) return [];
    return call('getEventLogs', eventLogs, {
      path: {},
      query: { limit: eventsMax, dag_id: dagId, run_id: dagRunId, task_id: taskId, order_by: '-when' },
      body: null,
      isWrite: false,
    });
  };
}
