import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAirflow3Login } from '../../../shared/adapters/airflow-3/log-in.ts';
import { aClock, failureOf } from '../../unit/adapters/astro/a-client.ts';
import { type AServer, startServer } from '../../unit/airflow-http/a-server.ts';
import { airflow2, airflow3, apis, connect } from './apis.ts';

let server: AServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Only these paths are there. */
function serve(answers: Readonly<Record<string, unknown>>): void {
  server.received.length = 0;
  server.answer = ({ path }) => {
    const found = Object.entries(answers).find(([end]) => path.endsWith(end));
    return found === undefined ? { status: 404, body: { detail: 'Not Found' } } : { body: found[1] };
  };
}

const codesOf = async (api: (typeof apis)[number]) =>
  (await connect(api, server.url).describeApi()).problems.map(({ code }) => code);

describe('what is at the other end', () => {
  test('is told with its version and what is known of it', async () => {
    serve({ '/api/v2/version': { version: '3.0.6' } });
    const described = await connect(airflow3, server.url).describeApi();
    expect(described).toMatchObject({ name: 'airflow-3', version: '3.0.6' });
    expect(described.problems).toContainEqual(
      expect.objectContaining({ code: 'stuck-restarting', severity: 'limited', issue: 'apache/airflow#55045' }),
    );
    serve({ '/api/v2/version': { version: '3.3.2' } });
    expect(await codesOf(airflow3)).toEqual([]);
  });

  test.each([
    [airflow3, '/api/v1/version', '2.11.2', 'airflow-2'],
    [airflow2, '/api/v2/version', '3.3.2', 'airflow-3'],
  ])('may be another Airflow than the config means: the right kind is named', async (api, path, version, kind) => {
    serve({ [path]: { version } });
    const { problems } = await connect(api, server.url).describeApi();
    expect(problems).toMatchObject([{ code: 'wrong-kind', severity: 'broken', help: `set \`kind\` to \`${kind}\`` }]);
    expect(problems[0]?.message).toContain(version);
  });

  test.each(apis)('may be no Airflow at all ($kind)', async (api) => {
    serve({});
    expect(await codesOf(api)).toEqual(['no-airflow']);
  });

  test.each([
    [airflow3, '/api/v2/version', '3.4.0'],
    [airflow3, '/api/v2/version', '4.0.0'],
    [airflow2, '/api/v1/version', '2.3.4'],
    [airflow2, '/api/v1/version', 'unknown'],
  ])('may be a release that this version was never tried with', async (api, path, version) => {
    serve({ [path]: { version } });
    expect(await codesOf(api)).toContain('unsupported-version');
  });
});

describe('an Airflow of another kind', () => {
  test.each(apis)('is trouble of the deployment, not a run that is gone ($kind)', async (api) => {
    serve({});
    const failure = await failureOf(
      connect(api, server.url).readRun({ dagId: 'a', dagRunId: 'r' }, { logicalAt: null }),
    );
    expect(failure).toMatchObject({ code: 'unreadable-answer', concernsDeployment: true, executed: 'no' });
    expect(failure.message).toContain('`kind`');
  });
});

describe('the version', () => {
  test.each(apis)('is asked once, and again only where it could not be told ($kind)', async (api) => {
    const versions = () => server.received.filter(({ path }) => path.endsWith('/version')).length;
    serve({});
    const airflow = connect(api, server.url);
    await failureOf(airflow.readDag('a'));
    serve({ '/version': { version: api.versions[0] }, '/dags/a': { dag_id: 'a', owners: [], tags: [] } });
    await Promise.all([airflow.readDag('a'), airflow.readDag('a')]);
    await airflow.readDag('a');
    expect(versions()).toBe(1);
  });
});

describe('a login at Airflow 3', () => {
  const secrets = { read: async () => '{"username":"op","password":"canary"}', forget: () => {} };
  const asked = { operation: 'getDag', deployment: 'production', isWrite: false };
  const login = () =>
    createAirflow3Login({ deployment: 'production', baseUrl: server.url, secrets, secretName: 'a', clock: aClock() });

  test('buys its token with user and password, and without any other proof', async () => {
    serve({ '/auth/token': { access_token: 'a.b.c' } });
    expect(await login().use(asked, async (token) => token)).toBe('a.b.c');
    expect(server.received).toMatchObject([
      { method: 'POST', path: '/v1alpha1/auth/token', body: { username: 'op', password: 'canary' } },
    ]);
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
  });

  test.each([
    [401, { detail: 'Invalid credentials' }, 'unauthorized'],
    [404, '<html></html>', 'not-found'],
    [503, 'canary', 'server-error'],
    [200, { access_token: 'two words' }, 'unreadable-answer'],
    [200, 'canary', 'unreadable-answer'],
  ])('that is answered with %i %j ends as `%s` and tells nothing', async (status, body, code) => {
    server.answer = () => ({ status, body });
    const failure = await failureOf(login().use(asked, async (token) => token));
    expect(failure).toMatchObject({ code, operation: 'logIn', executed: 'no' });
    expect(`${failure.message}${failure.stack}`).not.toContain('canary');
  });
});
