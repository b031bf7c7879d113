import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import got from 'got';
import { createAstroAirflow } from '../../../../shared/adapters/astro/astro.ts';
import { createToken } from '../../../../shared/airflow-http/token.ts';
import type { CachedSecrets } from '../../../../shared/ports/secrets.ts';
import { type AServer, startServer } from '../../airflow-http/a-server.ts';
import { errorsOfEveryCall, everythingIn, leakingAnswers } from '../../airflow-http/leaking-answers.ts';
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

const row = { dagId: 'd', dagRunId: 'r', taskId: 't' };
const page = { totalCount: 1, limit: 1, offset: 0 };
const failures = leakingAnswers(canary, [
  ['another shape', { taskInstances: canary, [canary]: 1, owners: canary, content: { [canary]: canary } }],
  ['rows of another run', { ...page, taskInstances: [{ dagId: canary, dagRunId: canary, taskId: canary }] }],
  ['a date that is none', { ...page, taskInstances: [{ ...row, startDate: canary }] }],
]);

describe('the token is in no error', () => {
  test.each(failures)('after %s', async (_what, answer) => {
    server.answer = answer;
    const errors = await errorsOfEveryCall(anAirflow(server.url));
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
