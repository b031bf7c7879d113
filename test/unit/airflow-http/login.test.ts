import { beforeEach, describe, expect, test } from '@jest/globals';
import { createCachedSecrets } from '../../../shared/adapters/secrets-manager/cached-secrets.ts';
import { createLogin } from '../../../shared/airflow-http/login.ts';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import { failureOf } from '../adapters/astro/a-client.ts';

const asked = { operation: 'getDag', deployment: 'production', isWrite: true };
const hourMs = 3_600_000;
const start = Date.parse('2026-01-05T12:00:00Z');

let now: number;
let secret: string;
let logins: string[];
/** The password that Airflow takes. */
let password: string;
beforeEach(() => {
  now = start;
  password = 'one';
  secret = JSON.stringify({ username: 'airmend', password: 'one' });
  logins = [];
});

function aJwt(expiresAt: number): string {
  const payload = Buffer.from(JSON.stringify({ exp: expiresAt / 1_000, n: logins.length })).toString('base64url');
  return `e30.${payload}.s`;
}

const unauthorized = (): AirflowError =>
  new AirflowError({ code: 'unauthorized', operation: 'o', deployment: 'd', message: 'refused', executed: 'no' });

const secrets = () =>
  createCachedSecrets({ secrets: { read: async () => secret }, ttlMs: hourMs, staleForMs: 0, now: () => now });

function aLogin() {
  return createLogin({
    secrets: secrets(),
    secretName: 'airmend/production/token',
    now: () => now,
    async logIn(credentials) {
      logins.push(credentials.password);
      if (credentials.password !== password) throw unauthorized();
      return aJwt(now + hourMs);
    },
  });
}

const accept = async (token: string): Promise<string> => token;

describe('a login', () => {
  test('is made once for as long as its token lives', async () => {
    const login = aLogin();
    const first = await login.use(asked, accept);
    now += hourMs - 61_000;
    expect(await login.use(asked, accept)).toBe(first);
    expect(logins).toEqual(['one']);
  });

  test('is made again a minute before its token ends', async () => {
    const login = aLogin();
    const first = await login.use(asked, accept);
    now += hourMs - 60_000;
    expect(await login.use(asked, accept)).not.toBe(first);
    expect(logins).toHaveLength(2);
  });

  test('is shared by requests that come at once', async () => {
    const login = aLogin();
    const tokens = await Promise.all([1, 2, 3].map(() => login.use(asked, accept)));
    expect(new Set(tokens).size).toBe(1);
    expect(logins).toEqual(['one']);
  });

  test('is made anew, once, for a token that is refused before its time', async () => {
    const login = aLogin();
    const seen: string[] = [];
    const failure = await failureOf(
      login.use(asked, async (token) => {
        seen.push(token);
        throw unauthorized();
      }),
    );
    expect(failure.code).toBe('unauthorized');
    expect(new Set(seen).size).toBe(2);
    expect(logins).toHaveLength(2);
  });

  test('is one for all whose token was refused at once', async () => {
    const login = aLogin();
    const first = await login.use(asked, accept);
    const refuseFirst = async (token: string): Promise<string> => {
      if (token === first) throw unauthorized();
      return token;
    };
    const tokens = await Promise.all([1, 2, 3].map(() => login.use(asked, refuseFirst)));
    expect(new Set(tokens).size).toBe(1);
    expect(logins).toHaveLength(2);
  });

  test('takes a password that was changed meanwhile from the secret', async () => {
    const login = aLogin();
    await login.use(asked, accept);
    password = 'two';
    secret = JSON.stringify({ username: 'airmend', password: 'two' });
    now += hourMs - 30_000;
    await login.use(asked, accept);
    expect(logins).toEqual(['one', 'one', 'two']);
  });

  test('with a wrong password fails each time, and not for ever', async () => {
    const login = aLogin();
    password = 'two';
    expect(await failureOf(login.use(asked, accept))).toMatchObject({ code: 'unauthorized', executed: 'no' });
    secret = JSON.stringify({ username: 'airmend', password: 'two' });
    expect(await login.use(asked, accept)).toMatch(/^e30\./);
  });

  test.each(['one', '{}', '{"username":"a"}', '{"username":"a:b","password":"c"}', '[]'])(
    'needs user and password: %s is neither',
    async (written) => {
      secret = written;
      const failure = await failureOf(aLogin().use(asked, accept));
      expect(failure).toMatchObject({ code: 'token-missing', executed: 'no' });
      expect(failure.message).toContain('put-secret-value --secret-id airmend/production/token');
      expect(failure.message).not.toContain('"c"');
    },
  );
});
