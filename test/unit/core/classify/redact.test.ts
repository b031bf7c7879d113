import { describe, expect, test } from '@jest/globals';
import { redact } from '../../../../shared/core/classify/redact.ts';

const leaking: readonly (readonly [what: string, text: string, secret: string])[] = [
  ["a URL's password", 'uri postgresql://etl:h4ckme-9921@pg.internal:5432/dwh', 'h4ckme-9921'],
  ["a URL's password with a slash and an at sign", 'snowflake://u:p/4@ss@acc.example/db', 'p/4@ss'],
  ["a URL's password without a user", 'redis://:pw1234@cache:6379/0', 'pw1234'],
  ['a bearer token', 'Authorization: Bearer abc.def-123', 'abc.def-123'],
  ['a bearer token in a printed dict', "{'Authorization': 'Bearer zzzzzzzz9'}", 'zzzzzzzz9'],
  ['basic credentials', 'authorization: basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['an assigned password', 'user=etl password=pw-FAKE-99 host=x', 'pw-FAKE-99'],
  ['a quoted password with spaces', "password='hunter two'", 'hunter two'],
  ['a JSON password', '{"password": "a b c", "x": 1}', 'a b c'],
  ['an escaped JSON secret', String.raw`{\"client_secret\": \"abc123def\"}`, 'abc123def'],
  ['an environment variable', 'env AWS_SECRET_ACCESS_KEY=FAKE/26048dd AWS_REGION=eu', 'FAKE/26048dd'],
  ['an option', 'mysql --password=sekret99 -h x', 'sekret99'],
  ["curl's user", 'curl -u etl:sekret99 https://x', 'sekret99'],
  ['a connection string', 'Server=x;Uid=a;Pwd=s3cr3t;', 's3cr3t'],
  ['a storage account key', 'AccountName=a;AccountKey=abcd+/ef==;Suffix=x', 'abcd+/ef=='],
  ['a signed address', 'https://a.blob.example/c?sv=1&sig=abc%3D123&se=2', 'abc%3D123'],
  ['an AWS key id', 'using AKIAABCDEFGHIJKLMNOP now', 'AKIAABCDEFGHIJKLMNOP'],
  ['a GitHub token', `remote ghp_${'a1B2'.repeat(9)}`, 'ghp_a1B2'],
  ['a Slack token', 'slack xoxb-1234-abcdef-ghi', 'xoxb-1234'],
  ['a webhook', 'webhook https://hooks.chat.example/services/T0FAKE/B0FAKE/zz12ab', 'zz12ab'],
  ['a Google key', `key ${'AIza'}${'x1Y2'.repeat(9)}`, 'x1Y2x1Y2'],
  ['a Databricks token', `dapi${'0a1b'.repeat(8)}`, '0a1b0a1b'],
  ['a JWT', 'got eyJhbGciOiJI.ZmFrZS1w.c2lnbmF0', 'ZmFrZS1w'],
  ['a private key', `-----BEGIN PRIVATE KEY-----\n${'MIIE'.repeat(16)}\n-----END PRIVATE KEY-----`, 'MIIEMIIE'],
  [
    'a private key inside JSON',
    String.raw`"private_key": "-----BEGIN PRIVATE KEY-----\nMIIEvAIBADANBgkqhkiG\n-----END PRIVATE KEY-----\n"`,
    'MIIEvAIB',
  ],
];

describe('redaction', () => {
  test.each(leaking)('takes out %s', (_what, text, secret) => {
    expect(redact(text)).not.toContain(secret);
  });

  test.each(leaking)('changes nothing more when %s was taken out', (_what, text) => {
    expect(redact(redact(text))).toBe(redact(text));
  });

  test.each([
    'FATAL:  password authentication failed for user "etl_user"',
    "Access denied for user 'etl'@'10.0.0.1' (using password: YES)",
    '{"error":"invalid_token","error_description":"The access token is invalid"}',
    'Error: secret "partner-sftp-key" not found',
    "KeyError: 'API_KEY'",
    'The security token included in the request is expired',
    'An error occurred (ExpiredToken) when calling the ListObjectsV2 operation: The provided token has expired.',
    'Read timed out. (read timeout=60)',
  ])('leaves alone what decides: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});
