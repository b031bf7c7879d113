import { AirflowError } from '../core/airflow/airflow-error.ts';
import { readCredentials } from './credentials.ts';
import type { SecretPlace } from './secret-text.ts';
import type { Token } from './token.ts';

/** User and password in every request, as Airflow 2 takes them (RFC 7617). After a 401 the secret is read anew, once. */
export function createBasic(place: SecretPlace): Token {
  return {
    scheme: 'Basic',
    async use(asked, attempt) {
      const first = await readCredentials(place, asked);
      try {
        return await attempt(encode(first));
      } catch (error) {
        if (!(error instanceof AirflowError && error.code === 'unauthorized')) throw error;
        place.secrets.forget(place.secretName, first.secret);
        const next = await readCredentials(place, asked);
        if (next.secret === first.secret) throw error;
        return await attempt(encode(next));
      }
    },
  };
}

function encode({ username, password }: { username: string; password: string }): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}
