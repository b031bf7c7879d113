import { describe, expect, test } from '@jest/globals';
import { createCachedSecrets } from '../../../shared/adapters/secrets-manager/cached-secrets.ts';
import { createToken, type TokenOptions } from '../../../shared/airflow-http/token.ts';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import { SecretError } from '../../../shared/ports/secrets.ts';
import { failureOf } from '../adapters/astro/a-client.ts';

const start = Date.parse('2026-01-05T12:00:00Z');
const dayMs = 86_400_000;
const asked = { operation: 'getRuntimeDag', deployment: 'production', isWrite: false };

function aJwt(claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'ES256' })}.${encode(claims)}.signature`;
}

/** A store of one secret, with a count of the reads that reached it. */
function aStore(first: string, more: Partial<TokenOptions> = {}) {
  const store = { value: first, reads: 0, fails: null as SecretError | null, now: start };
  const now = (): number => store.now;
  const secrets = createCachedSecrets({
    secrets: {
      async read() {
        store.reads += 1;
        if (store.fails !== null) throw store.fails;
        return store.value;
      },
    },
    ttlMs: 60_000,
    staleForMs: 600_000,
    now,
  });
  return {
    store,
    token: createToken({ secrets, secretName: 'airmend/production/token', secretKey: null, now, ...more }),
  };
}

const refuse401 = (): never => {
  throw new AirflowError({ code: 'unauthorized', operation: 'o', deployment: 'd', message: 'refused', executed: 'no' });
};

describe('a token', () => {
  test.each([
    ['as it is', 'plain.jwt.x', null, 'plain.jwt.x'],
    ['without the line break that was pasted with it', 'plain.jwt.x\n', null, 'plain.jwt.x'],
    ['from the named key of a JSON object', '{"token":"from.json.x"}', 'token', 'from.json.x'],
    ['from a key that objects have anyway', '{"constructor":"from.json.x"}', 'constructor', 'from.json.x'],
  ])('is read %s', async (_how, secret, secretKey, expected) => {
    const { token } = aStore(secret, { secretKey });
    expect(await token.use(asked, async (value) => value)).toBe(expected);
  });

  test.each([
    ['a JSON object whose key is not named', '{"token":"x"}', null, 'does not hold the bare token'],
    ['a value with spaces', 'Bearer abc', null, 'does not hold the bare token'],
    ['a value that no header can hold', 'größe', null, 'does not hold the bare token'],
    ['no JSON although a key is named', 'abc', 'token', 'is not a JSON object with the token under `token`'],
    ['another key', '{"other":"x"}', 'token', 'is not a JSON object with the token under `token`'],
    ['only what objects have anyway', '{}', 'constructor', 'is not a JSON object with the token under `constructor`'],
    ['a number', '{"token":7}', 'token', 'is not a JSON object with the token under `token`'],
    ['null', 'null', 'token', 'is not a JSON object with the token under `token`'],
  ])('is missing where the secret holds %s', async (_what, secret, secretKey, why) => {
    const { token } = aStore(secret, { secretKey });
    const failure = await failureOf(token.use(asked, async () => 'asked'));
    expect(failure).toMatchObject({ code: 'token-missing', executed: 'no' });
    expect(failure.message).toContain(why);
    expect(failure.message).toContain(
      'aws secretsmanager put-secret-value --secret-id airmend/production/token --secret-string',
    );
  });

  test('is missing where the secret has no value, and unreachable where the store is', async () => {
    const { store, token } = aStore('unused');
    const secretName = 'airmend/production/token';
    store.fails = new SecretError({ code: 'without-value', secretName, message: 'put one with `aws …`' });
    const missing = await failureOf(token.use(asked, async () => 'asked'));
    expect(missing.code).toBe('token-missing');
    expect(missing.message).toContain('put one with `aws …`');
    store.fails = new SecretError({ code: 'unreachable', secretName, message: 'away' });
    expect((await failureOf(token.use(asked, async () => 'asked'))).code).toBe('unreachable');
  });

  test('is read once for many calls', async () => {
    const { store, token } = aStore('one.jwt.x');
    await Promise.all(Array.from({ length: 20 }, () => token.use(asked, async () => 'ok')));
    expect(store.reads).toBe(1);
  });
});

describe('a token that was refused', () => {
  test('is read anew and the call repeated once', async () => {
    const { store, token } = aStore('old.jwt.x');
    await token.use(asked, async () => 'warm');
    store.value = 'new.jwt.x';
    const tried: string[] = [];
    const answer = await token.use(asked, async (value) => {
      tried.push(value);
      return value === 'old.jwt.x' ? refuse401() : 'answered';
    });
    expect({ answer, tried, reads: store.reads }).toEqual({
      answer: 'answered',
      tried: ['old.jwt.x', 'new.jwt.x'],
      reads: 2,
    });
  });

  test('ends the call where the secret still holds it', async () => {
    const { token } = aStore('old.jwt.x');
    let calls = 0;
    const failure = await failureOf(
      token.use(asked, async () => {
        calls += 1;
        return refuse401();
      }),
    );
    expect({ code: failure.code, calls }).toEqual({ code: 'unauthorized', calls: 1 });
  });

  test('ends the call where the new one is refused too', async () => {
    const { store, token } = aStore('old.jwt.x');
    const tried: string[] = [];
    await failureOf(
      token.use(asked, async (value) => {
        tried.push(value);
        store.value = `${value}x`;
        return refuse401();
      }),
    );
    expect(tried).toEqual(['old.jwt.x', 'old.jwt.xx']);
  });

  test('costs one read and one more try for each of many calls at once', async () => {
    const { store, token } = aStore('old.jwt.x');
    await token.use(asked, async () => 'warm');
    store.value = 'new.jwt.x';
    let calls = 0;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        token.use(asked, async (value) => {
          calls += 1;
          return value === 'old.jwt.x' ? refuse401() : 'answered';
        }),
      ),
    );
    expect({ reads: store.reads, calls }).toEqual({ reads: 2, calls: 40 });
  });
});

describe('the end of a token', () => {
  const at = (ms: number): string => aJwt({ exp: Math.floor(ms / 1_000) });

  test('is read from it before the API is asked', async () => {
    const { token } = aStore(at(start));
    let calls = 0;
    const failure = await failureOf(
      token.use(asked, async () => {
        calls += 1;
      }),
    );
    expect({ code: failure.code, calls }).toEqual({ code: 'token-expired', calls: 0 });
    expect(failure.message).toContain('put-secret-value --secret-id airmend/production/token');
  });

  test('has not come a second before', async () => {
    const { token } = aStore(at(start + 1_000));
    expect(await token.use(asked, async () => 'ok')).toBe('ok');
  });

  test('is no trouble where the secret already holds the next one', async () => {
    const { store, token } = aStore(at(start + 30_000));
    await token.use(asked, async () => 'warm');
    store.value = at(start + 90 * dayMs);
    store.now += 31_000;
    expect(await token.use(asked, async (value) => value === store.value)).toBe(true);
  });

  test.each([
    'not-a-jwt',
    'a.b.c',
    aJwt({}),
    aJwt({ exp: 'soon' }),
    `a.${Buffer.from('null').toString('base64url')}.c`,
  ])('is left to the server where %j does not say it', async (value) => {
    const { token } = aStore(value);
    expect(await token.use(asked, async () => 'ok')).toBe('ok');
  });

  test('is told in time, once a day', async () => {
    const told: object[] = [];
    const { store, token } = aStore(at(start + 14 * dayMs), { onExpiring: (expiring) => told.push(expiring) });
    await token.use(asked, async () => 'ok');
    expect(told).toEqual([]);
    store.now += 1_000;
    await token.use(asked, async () => 'ok');
    await token.use(asked, async () => 'ok');
    store.now += dayMs;
    await token.use(asked, async () => 'ok');
    expect(told).toEqual([
      { deployment: 'production', daysLeft: 13 },
      { deployment: 'production', daysLeft: 12 },
    ]);
  });
});
