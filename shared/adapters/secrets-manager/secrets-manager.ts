import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { SecretError, type SecretErrorCode, type Secrets } from '../../ports/secrets.ts';

const triesMax = 3;
const connectLimitMs = 1_000;
const requestLimitMs = 3_000;

/** Secrets in AWS Secrets Manager. No error of the SDK leaves this file: it can hold the request and its signature. */
export function createSecretsManager(config: SecretsManagerClientConfig = {}): Secrets {
  const client = new SecretsManagerClient({
    maxAttempts: triesMax,
    requestHandler: { connectionTimeout: connectLimitMs, requestTimeout: requestLimitMs, throwOnRequestTimeout: true },
    ...config,
  });
  return {
    async read(secretName) {
      let value: string | undefined;
      try {
        value = (await client.send(new GetSecretValueCommand({ SecretId: secretName }))).SecretString;
      } catch (error) {
        throw toSecretError(error, secretName);
      }
      if (value === undefined) throw failed('malformed', secretName, 'holds bytes, not text');
      if (value.trim() === '') throw failed('without-value', secretName, 'is empty');
      return value;
    },
  };
}

function toSecretError(error: unknown, secretName: string): SecretError {
  const { name, message } = error instanceof Error ? error : new Error();
  switch (name) {
    case 'ResourceNotFoundException':
      // "can't find the specified secret value for staging label: AWSCURRENT" against "can't find the specified secret".
      return /secret value|staging label/i.test(message)
        ? failed('without-value', secretName, 'has no value yet')
        : failed('not-found', secretName, 'does not exist in this account and region');
    case 'AccessDeniedException':
    case 'AccessDenied':
    case 'DecryptionFailure':
    case 'UnrecognizedClientException':
    case 'ExpiredTokenException':
    case 'CredentialsProviderError':
      return failed('denied', secretName, `may not be read (${name})`);
    case 'InvalidParameterException':
    case 'ValidationException':
      return failed('not-found', secretName, `has a name that Secrets Manager does not take (${name})`);
    case 'InvalidRequestException':
      return failed('not-found', secretName, 'can not be read in its state: it is probably scheduled for deletion');
    default:
      return failed('unreachable', secretName, 'can not be read now: Secrets Manager does not answer');
  }
}

function failed(code: SecretErrorCode, secretName: string, what: string): SecretError {
  return new SecretError({
    code,
    secretName,
    message: `secret \`${secretName}\` ${what}; ${howToMend(code, secretName)}`,
  });
}

function howToMend(code: SecretErrorCode, secretName: string): string {
  switch (code) {
    case 'without-value':
    case 'malformed':
      return `put one with \`aws secretsmanager put-secret-value --secret-id ${secretName} --secret-string '<value>'\``;
    case 'not-found':
      return `create it (\`npm run deploy\` does) and put its value with \`aws secretsmanager put-secret-value --secret-id ${secretName} --secret-string '<value>'\``;
    case 'denied':
      return 'the function needs secretsmanager:GetSecretValue on it, and kms:Decrypt where it has a key of its own';
    case 'unreachable':
      return 'it is tried again';
  }
}
