import type { EventLogEntry } from '../../airflow-http/add-events.ts';
import type { LogSource, TryReference } from '../../airflow-http/log-tail.ts';
import type { Airflow3Call } from './airflow-3.ts';
import { readLogAnswer, renderMessages } from './log-events.ts';
import { eventLogs, logAnswer } from './wire.ts';

/** The map index is always sent: without it a mapped task instance is not found. */
export function createLogPieceReader(call: Airflow3Call): LogSource['readPiece'] {
  return async ({ dagId, dagRunId, taskId, mapIndex, tryNumber, token }) => {
    const { content, continuationToken } = await call('getLog', logAnswer, {
      path: { dag_id: dagId, dag_run_id: dagRunId, task_id: taskId, try_number: tryNumber },
      query: { full_content: false, map_index: mapIndex, ...(token !== null && { token }) },
      body: null,
      isWrite: false,
      read: readLogAnswer,
    });
    const text = renderMessages(content);
    return { text, bytes: Buffer.byteLength(text), continuationToken };
  };
}

const eventsMax = 50;

export function createEventReader(call: Airflow3Call): (query: TryReference) => Promise<EventLogEntry[]> {
  return ({ dagId, dagRunId, taskId }) =>
    call('getEventLogs', eventLogs, {
      path: {},
      query: { limit: eventsMax, dag_id: dagId, run_id: dagRunId, task_id: taskId, order_by: ['-when'] },
      body: null,
      isWrite: false,
    });
}
