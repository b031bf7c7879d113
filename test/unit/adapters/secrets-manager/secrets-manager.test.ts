import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createSecretsManager } from '../../../../shared/adapters/secrets-manager/secrets-manager.ts';
import { SecretError, type Secrets } from '../../../../shared/ports/secrets.ts';

interface StoreAnswer {
  readonly status: number;
  readonly type?: string;
  readonly body: object;
}

/** The service's own protocol, on loopback. */
async function withStore<Result>(answer: StoreAnswer, act: (secrets: Secrets) => Promise<Result>): Promise<Result> {
  const server = createServer((_request, response) => {
    const { status, type, body } = answer;
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      ...(type !== undefined && { 'x-amzn-errortype': type }),
    };
    response.writeHead(status, headers).end(JSON.stringify({ ...(type !== undefined && { __type: type }), ...body }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  try {
    return await act(createSecretsManager({ ...local, endpoint: `http://127.0.0.1:${port}` }));
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIACANARY', secretAccessKey: 'canary-key' },
  maxAttempts: 1,
};

async function errorOf(secrets: Secrets): Promise<SecretError> {
  const ended: unknown = await secrets.read('airmend/production/token').catch((error: unknown) => error);
  if (ended instanceof SecretError) return ended;
  throw new Error('ended without a SecretError');
}

describe('a secret', () => {
  test('is its text', async () => {
    const value = await withStore({ status: 200, body: { SecretString: 'text' } }, (secrets) => secrets.read('a'));
    expect(value).toBe('text');
  });

  test.each([
    [
      'without-value',
      400,
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    ],
    ['not-found', 400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret."],
    ['denied', 400, 'AccessDeniedException', 'User: arn:aws:sts::1:assumed-role/x is not authorized'],
    ['denied', 400, 'DecryptionFailure', "Secrets Manager can't decrypt the protected secret text"],
    ['denied', 400, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
    ['not-found', 400, 'InvalidRequestException', 'marked for deletion'],
    ['not-found', 400, 'ValidationException', 'Invalid name'],
    ['unreachable', 500, 'InternalServiceError', 'An error occurred on the server side'],
    ['unreachable', 400, 'ThrottlingException', 'Rate exceeded'],
  ])('that the service answers as %s (%i %s)', async (code, status, type, Message) => {
    const error = await withStore({ status, type, body: { Message } }, errorOf);
    expect(error).toMatchObject({ code, secretName: 'airmend/production/token' });
    expect(error.cause).toBeUndefined();
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/canary|AWS4-HMAC|\$metadata/i);
  });

  test.each([
    ['malformed', { SecretBinary: 'AAEC' }],
    ['without-value', { SecretString: ' \n' }],
  ])('is %s where the service holds %j', async (code, body) => {
    expect(await withStore({ status: 200, body }, errorOf)).toMatchObject({ code });
  });

  test('is unreachable where nobody listens', async () => {
    expect(await errorOf(createSecretsManager({ ...local, endpoint: 'http://127.0.0.1:1' }))).toMatchObject({
      code: 'unreachable',
    });
  });

  test('without a value says how to put one', async () => {
    const body = { Message: "can't find the specified secret value for staging label: AWSCURRENT" };
    const error = await withStore({ status: 400, type: 'ResourceNotFoundException', body }, errorOf);
    expect(error.message).toBe(
      "secret `airmend/production/token` has no value yet; put one with `aws secretsmanager put-secret-value --secret-id airmend/production/token --secret-string '<value>'`",
    );
  });
});
