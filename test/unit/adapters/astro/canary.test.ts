import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import got from 'got';
import { createAstroAirflow } from '../../../../shared/adapters/astro/astro.ts';
import { createToken } from '../../../../shared/airflow-http/token.ts';
import type { CachedSecrets } from '../../../../shared/ports/secrets.ts';
import { type Answer, type AServer, startServer } from '../../airflow-http/a-server.ts';
import { failureOf, options } from './a-client.ts';

const canary = 'eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOnRydWV9.the-leak';
const secret = JSON.stringify({ token: canary });
let server: AServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

function anAirflow(baseUrl: string, secrets: CachedSecrets = { read: async () => secret, forget: () => {} }) {
  const { clock } = options(baseUrl);
  const token = createToken({ secrets, secretName: 'a', secretKey: 'token', now: () => clock?.now() ?? 0 });
  return createAstroAirflow(options(baseUrl, { token, settings: { requestLimitMs: 300, bodyBytesMax: 10_000 } }));
}

/** Everything that a logger, a formatter or a careless hand could print of an error. */
function everythingIn(error: Error): string {
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

const echo = { message: `Bearer ${canary}`, requestId: canary, statusCode: 0 };
const status =
  (code: number, body: unknown = echo): Answer =>
  () => ({
    status: code,
    body,
    headers: { 'x-request-id': canary, 'retry-after': canary, location: `https://elsewhere/?t=${canary}` },
  });

const failures: readonly (readonly [string, Answer])[] = [
  ...[302, 307, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 504].map(
    (code) => [`HTTP ${code}`, status(code)] as const,
  ),
  ['a gateway’s page', status(502, `<html>${canary}</html>`)],
  ['HTML with 200', status(200, `<html>${canary}</html>`)],
  ['another shape', status(200, { taskInstances: canary, [canary]: 1, owners: canary, content: { [canary]: canary } })],
  [
    'rows of another run',
    status(200, {
      taskInstances: [{ dagId: canary, dagRunId: canary, taskId: canary }],
      totalCount: 1,
      limit: 1,
      offset: 0,
    }),
  ],
  [
    'a date that is none',
    status(200, {
      taskInstances: [{ dagId: 'd', dagRunId: 'r', taskId: 't', startDate: canary }],
      totalCount: 1,
      limit: 1,
      offset: 0,
    }),
  ],
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

describe('the token is in no error', () => {
  test.each(failures)('after %s', async (_what, answer) => {
    server.answer = answer;
    const airflow = anAirflow(server.url);
    const run = { dagId: 'orders', dagRunId: 'r1' };
    const clear = { ...run, taskIds: ['load'], includeDownstream: false } as const;
    const set = { ...run, taskId: 'load', state: 'success' } as const;
    const actions = [
      airflow.listTaskInstances(run),
      airflow.readRun(run, { logicalAt: null }),
      airflow.listFailedRuns({ dagId: 'orders', endedSince: 0, limit: 5 }),
      airflow.readDag('orders'),
      airflow.readLogTail({ ...run, taskId: 'load', mapIndex: -1, tryNumber: 1 }),
      airflow.previewClear(clear),
      airflow.clear(clear),
      airflow.previewSetState(set),
      airflow.setState(set),
      airflow.queueRun(run),
    ];
    const ended = await Promise.allSettled(actions);
    const errors = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toMatchObject({ name: 'AirflowError', deployment: 'production' });
      expect(error.cause).toBeUndefined();
      expect(everythingIn(error)).not.toContain('the-leak');
      expect(everythingIn(error)).not.toContain(canary.slice(0, 20));
    }
  });

  test('although got’s own errors hold it, and this search finds it there', async () => {
    server.answer = () => ({ status: 404 });
    const ended: unknown = await got(server.url, { headers: { authorization: canary } }).catch(
      (error: unknown) => error,
    );
    expect(ended instanceof Error && everythingIn(ended)).toContain('the-leak');
  });

  test('where nobody listens, or the id can not be addressed', async () => {
    for (const [baseUrl, dagId] of [
      ['http://127.0.0.1:1', 'orders'],
      [server.url, '..'],
    ] as const) {
      expect(everythingIn(await failureOf(anAirflow(baseUrl).readDag(dagId)))).not.toContain('the-leak');
    }
  });

  test('where the secret does not hold it as expected', async () => {
    for (const value of [canary, `{"other":"${canary}"}`, `{"token":"Bearer ${canary}"}`, `{"token":["${canary}"]}`]) {
      const failure = await failureOf(
        anAirflow(server.url, { read: async () => value, forget: () => {} }).readDag('orders'),
      );
      expect(failure.code).toBe('token-missing');
      expect(everythingIn(failure)).not.toContain('the-leak');
    }
  });
});
