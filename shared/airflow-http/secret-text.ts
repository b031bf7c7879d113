import type { AirflowError } from '../core/airflow/airflow-error.ts';
import { type CachedSecrets, SecretError } from '../ports/secrets.ts';
import { type Asked, createFailure } from './failure.ts';

/** Where a deployment's secret is kept. */
export interface SecretPlace {
  readonly secrets: CachedSecrets;
  readonly secretName: string;
}

export async function readSecret({ secrets, secretName }: SecretPlace, asked: Asked): Promise<string> {
  try {
    return await secrets.read(secretName);
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    if (error.code === 'unreachable')
      throw createFailure(asked, 'unreachable', error.message, { mayHaveExecuted: false });
    throw createFailure(asked, 'token-missing', error.message, { mayHaveExecuted: false });
  }
}

/** A text under one key of a secret that is a JSON object; null: there is none. */
export function pickKey(secret: string, key: string): string | null {
  try {
    const parsed: unknown = JSON.parse(secret);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const value: unknown = Object.getOwnPropertyDescriptor(parsed, key)?.value;
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** A secret that can't be used, with the command that mends it. */
export function refuseSecret(
  asked: Asked,
  code: 'token-missing' | 'token-expired',
  what: string,
  secretName: string,
  example: string,
): AirflowError {
  const how = `aws secretsmanager put-secret-value --secret-id ${secretName} --secret-string '${example}'`;
  return createFailure(asked, code, `${what}; put one with \`${how}\``, { mayHaveExecuted: false });
}
