import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAirflow3Login } from '../../../shared/adapters/airflow-3/log-in.ts';
import { createBasic } from '../../../shared/airflow-http/basic.ts';
import { createToken, type Token } from '../../../shared/airflow-http/token.ts';
import type { CachedSecrets } from '../../../shared/ports/secrets.ts';
import { aClock } from '../../unit/adapters/astro/a-client.ts';
import { type AServer, startServer } from '../../unit/airflow-http/a-server.ts';
import { errorsOfEveryCall, everythingIn, leakingAnswers } from '../../unit/airflow-http/leaking-answers.ts';
import { airflow2, airflow3, asRelease, connect, type TestedApi } from './apis.ts';

const canary = 'eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOnRydWV9.the-leak';
/** As Basic sends it. */
const encoded = Buffer.from(`airmend:${canary}`).toString('base64');
const credentials = JSON.stringify({ username: 'airmend', password: canary });
const settings = { requestLimitMs: 300, bodyBytesMax: 10_000, retries: { triesMax: 1, delayMs: 1, delayMsMax: 1 } };
let server: AServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

function holding(secret: string): CachedSecrets {
  return { read: async () => secret, forget: () => {} };
}

const bearer = (secret: string): Token =>
  createToken({ secrets: holding(secret), secretName: 'a', secretKey: 'token', now: () => 0 });
const basic = (secret: string): Token => createBasic({ secrets: holding(secret), secretName: 'a' });
const login = (secret: string): Token =>
  createAirflow3Login({
    deployment: 'production',
    baseUrl: server.url,
    clock: aClock(),
    settings,
    secrets: holding(secret),
    secretName: 'a',
  });

interface Way {
  readonly name: string;
  readonly api: TestedApi;
  readonly secret: string;
  readonly token: (secret: string) => Token;
}

const ways: readonly Way[] = [
  { name: 'airflow-2 with a token', api: airflow2, secret: JSON.stringify({ token: canary }), token: bearer },
  { name: 'airflow-2 with user and password', api: airflow2, secret: credentials, token: basic },
  { name: 'airflow-3 with a token', api: airflow3, secret: JSON.stringify({ token: canary }), token: bearer },
  { name: 'airflow-3 with user and password', api: airflow3, secret: credentials, token: login },
];

function expectNoLeak(errors: readonly Error[]): void {
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) {
    expect(error).toMatchObject({ name: 'AirflowError', deployment: 'production' });
    expect(error.cause).toBeUndefined();
    for (const secret of ['the-leak', canary.slice(0, 20), encoded.slice(0, 20), encoded.slice(-12)])
      expect(everythingIn(error)).not.toContain(secret);
  }
}

const page = { total_entries: 1 };
const row = { dag_id: 'orders', dag_run_id: 'r1', task_id: 'load' };
const failures = leakingAnswers(`${canary} ${encoded}`, [
  ['another shape', { task_instances: canary, dag_runs: canary, [canary]: 1, tasks: canary, content: { a: canary } }],
  ['rows of another run', { ...page, task_instances: [{ ...row, dag_id: canary, dag_run_id: canary }] }],
  ['a date that is none', { ...page, task_instances: [{ ...row, start_date: canary }] }],
]);

describe.each(ways)('the secret of $name is in no error', ({ api, secret, token }) => {
  test.each(failures)('after %s', async (_what, answer) => {
    server.answer = (request, response) =>
      request.path.endsWith('/auth/token')
        ? { status: 201, body: { access_token: canary } }
        : asRelease(api.versions[0], answer)(request, response);
    expectNoLeak(await errorsOfEveryCall(connect(api, server.url, { token: token(secret), settings })));
  });

  test('where the secret does not hold it as expected', async () => {
    for (const value of [`{"other":"${canary}"}`, `{"token":["${canary}"],"password":"${canary}"}`, canary]) {
      const errors = await errorsOfEveryCall(connect(api, server.url, { token: token(value), settings }));
      expectNoLeak(errors);
      expect(new Set(errors.map((error) => Reflect.get(error, 'code')))).toEqual(new Set(['token-missing']));
    }
  });
});

describe('a password that is exchanged for a token is in no error', () => {
  test.each(failures)('after %s from where it is exchanged', async (_what, answer) => {
    server.answer = (request, response) =>
      request.path.endsWith('/auth/token') ? answer(request, response) : { status: 500 };
    const airflow = connect(airflow3, server.url, { token: login(credentials), settings });
    expectNoLeak(await errorsOfEveryCall(airflow));
  });
});
