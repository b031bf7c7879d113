import { describe, expect, test } from '@jest/globals';
import { createBasic } from '../../../shared/airflow-http/basic.ts';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import { failureOf } from '../adapters/astro/a-client.ts';

const asked = { operation: 'getDag', deployment: 'production', isWrite: false };

function aStore(...values: readonly string[]) {
  let forgotten = 0;
  const secrets = {
    read: async () => values[Math.min(forgotten, values.length - 1)] ?? '',
    forget: () => {
      forgotten += 1;
    },
  };
  return createBasic({ secrets, secretName: 'a' });
}

const decode = (token: string): string => Buffer.from(token, 'base64').toString();
const refuse = (wrong: string) => async (token: string) => {
  if (decode(token) === wrong)
    throw new AirflowError({ code: 'unauthorized', operation: 'o', deployment: 'd', message: 'no', executed: 'no' });
  return decode(token);
};

describe('user and password', () => {
  test('are sent as RFC 7617 says, in UTF-8', async () => {
    const basic = aStore('{"username":"größe","password":"a:b c"}');
    expect(basic.scheme).toBe('Basic');
    expect(await basic.use(asked, async (token) => decode(token))).toBe('größe:a:b c');
  });

  test('are read anew once they are refused', async () => {
    const basic = aStore('{"username":"u","password":"old"}', '{"username":"u","password":"new"}');
    expect(await basic.use(asked, refuse('u:old'))).toBe('u:new');
  });

  test('that are refused and have not changed are not tried twice', async () => {
    const basic = aStore('{"username":"u","password":"old"}');
    expect((await failureOf(basic.use(asked, refuse('u:old')))).code).toBe('unauthorized');
  });
});
