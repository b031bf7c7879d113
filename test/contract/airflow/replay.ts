import { createClearRequest } from '../../../shared/core/airflow/clear-request.ts';
import type { Airflow } from '../../../shared/ports/airflow.ts';
import type { AServer, Reply } from '../../unit/airflow-http/a-server.ts';
import type { Recording } from './a-recording.ts';
import { apiOf, asRelease, connect } from './apis.ts';

/** A server that answers as it was recorded, whatever it is asked; lengths and encodings of then are not those of now. */
export function answerAs(server: AServer, ...recordings: readonly Recording[]): void {
  const [first] = recordings;
  if (first === undefined) throw new Error('nothing to answer with');
  let next = 0;
  server.answer = asRelease(first.airflow, ({ path }) => {
    if (path.endsWith('/eventLogs')) return { body: { event_logs: [], total_entries: 0 } };
    const { response } = recordings[Math.min(next, recordings.length - 1)] ?? first;
    next += 1;
    return toReply(response);
  });
}

function toReply({ status, headers, body }: Recording['response']): Reply {
  const kept = Object.entries(headers).filter(([name]) => name === 'content-type' || name.startsWith('airflow-'));
  return { status, body, headers: Object.fromEntries(kept) };
}

/** The method of the port that an answer to this request is read by, with the ids that the request names. */
export function askAgain({ airflow: version, request }: Recording, server: AServer): Promise<unknown> {
  const airflow = connect(apiOf(version), server.url);
  const [dagId = 'd', , dagRunId = 'r', , taskId = 't', ...rest] = request.path
    .split('/')
    .slice(4)
    .map((segment) => decodeURIComponent(segment));
  const run = { dagId, dagRunId };
  if (request.method === 'PATCH' && !request.path.includes('/taskInstances')) return airflow.queueRun(run);
  if (request.method === 'PATCH') return setAgain(airflow, request, { ...run, taskId, mapIndex: rest[0] });
  if (request.method !== 'GET') return clearAgain(airflow, request, dagId);
  if (request.path.includes('/logs/'))
    return airflow.readLogTail({ ...run, taskId, mapIndex: -1, tryNumber: Number(rest[1] ?? 1) });
  if (request.path.endsWith('/dagRuns')) return airflow.listFailedRuns({ dagId, endedSince: 0, limit: 100 });
  if (request.path.endsWith('/taskInstances')) return airflow.listTaskInstances(run);
  return request.path.includes('/dagRuns/') ? airflow.readRun(run, { logicalAt: null }) : airflow.readDag(dagId);
}

function clearAgain(airflow: Airflow, { body }: Recording['request'], dagId: string): Promise<unknown> {
  const isDryRun = !(typeof body === 'object' && body !== null && 'dry_run' in body && body.dry_run === false);
  const clear = createClearRequest({ dagId, dagRunId: 'r', taskIds: ['t'], includeDownstream: false });
  return isDryRun ? airflow.previewClear(clear) : airflow.clear(clear);
}

function setAgain(
  airflow: Airflow,
  { path, body }: Recording['request'],
  { mapIndex, ...about }: { dagId: string; dagRunId: string; taskId: string; mapIndex: string | undefined },
): Promise<unknown> {
  const isPatchOf2 = path.includes('/api/v1/');
  const index = /^\d+$/.test(mapIndex ?? '') ? Number(mapIndex) : isPatchOf2 ? 0 : -1;
  const isField = typeof body === 'object' && body !== null && 'dry_run' in body && body.dry_run !== false;
  const request = { ...about, mapIndex: index, state: 'success' } as const;
  const isDryRun = path.endsWith('/dry_run') || (isPatchOf2 && isField);
  return isDryRun ? airflow.previewSetState(request) : airflow.setState(request);
}
