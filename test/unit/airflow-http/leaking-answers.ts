import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Airflow } from '../../../shared/ports/airflow.ts';
import type { Answer } from './a-server.ts';

/** Answers that say a secret back, in each way that one can fail; `shapes` are 200s whose body is not what was asked for. */
export function leakingAnswers(canary: string, shapes: readonly (readonly [string, unknown])[]) {
  const echo = { message: `Bearer ${canary}`, requestId: canary, statusCode: 0, title: canary, detail: canary };
  const status =
    (code: number, body: unknown = echo): Answer =>
    () => ({
      status: code,
      body,
      headers: { 'x-request-id': canary, 'retry-after': canary, location: `https://elsewhere/?t=${canary}` },
    });
  const answers: readonly (readonly [string, Answer])[] = [
    ...[302, 307, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 504].map(
      (code) => [`HTTP ${code}`, status(code)] as const,
    ),
    ['a gateway’s page', status(502, `<html>${canary}</html>`)],
    ['HTML with 200', status(200, `<html>${canary}</html>`)],
    ...shapes.map(([what, body]) => [what, status(200, body)] as const),
    ['half a document', status(200, `{"a": "${canary}`)],
    ['an oversized answer', status(200, canary.repeat(1_000))],
    ['a false encoding', () => ({ body: 'not gzip', headers: { 'content-encoding': 'gzip' } })],
    [
      'a torn encoding',
      (_request, response) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(canary.repeat(9)).subarray(0, 25)),
    ],
    ['a broken connection', (_request, response) => void response.destroy()],
    [
      'an answer that breaks off',
      (_request, response) =>
        void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.destroy()),
    ],
    ['silence', () => undefined],
    ['what is not HTTP', (_request, response) => void response.socket?.end(`garbage ${canary}\r\n\r\n`)],
  ];
  return answers;
}

/** Everything that a logger, a formatter or a careless hand could print of an error. */
export function everythingIn(error: Error): string {
  const own = Object.getOwnPropertyNames(error).map((name) => `${name}=${String(Reflect.get(error, name))}`);
  return [
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    JSON.stringify(error),
    String(error),
    error.stack,
    error.cause === undefined ? '' : inspect(error.cause, { depth: Number.POSITIVE_INFINITY }),
    ...own,
  ].join('\n');
}

/** The errors of every call of the port. */
export async function errorsOfEveryCall(airflow: Airflow): Promise<Error[]> {
  const run = { dagId: 'orders', dagRunId: 'r1' };
  const clear = { ...run, taskIds: ['load'], includeDownstream: false } as const;
  const set = { ...run, taskId: 'load', state: 'success' } as const;
  const ended = await Promise.allSettled<unknown>([
    airflow.listTaskInstances(run),
    airflow.readRun(run, { logicalAt: null }),
    airflow.listFailedRuns({ dagId: 'orders', endedSince: 0, limit: 5 }),
    airflow.readDag('orders'),
    airflow.readTaskGraph('orders'),
    airflow.readLogTail({ ...run, taskId: 'load', mapIndex: -1, tryNumber: 1 }),
    airflow.previewClear(clear),
    airflow.clear(clear),
    airflow.previewSetState(set),
    airflow.setState(set),
    airflow.queueRun(run),
  ]);
  return ended.flatMap((one) => (one.status === 'rejected' && one.reason instanceof Error ? [one.reason] : []));
}
