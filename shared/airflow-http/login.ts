import { AirflowError } from '../core/airflow/airflow-error.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import type { Asked } from './failure.ts';
import { readExpiry } from './jwt-expiry.ts';
import type { SecretPlace } from './secret-text.ts';
import type { Token } from './token.ts';

export interface LoginOptions extends SecretPlace {
  /** Exchanges user and password for a token. Rejects with an AirflowError: `unauthorized` where they are refused. */
  readonly logIn: (credentials: Credentials, asked: Asked) => Promise<string>;
  readonly now: () => number;
}

/** A token is renewed this long before it ends: no request may meet its end. */
const renewBeforeMs = 60_000;

interface Session {
  readonly secret: string;
  readonly token: string;
  readonly expiresAt: number | null;
}

/** A token that is bought with user and password, kept until shortly before it ends, and bought anew once where it is refused. */
export function createLogin(options: LoginOptions): Token {
  const { secrets, secretName, logIn, now } = options;
  let session: Promise<Session> | null = null;

  const begin = async (asked: Asked): Promise<Session> => {
    const credentials = await readCredentials(options, asked);
    const { secret } = credentials;
    try {
      const token = await logIn(credentials, asked);
      return { secret, token, expiresAt: readExpiry(token) };
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      // The password may have been changed since it was read.
      secrets.forget(secretName, secret);
      const next = await readCredentials(options, asked);
      if (next.secret === secret) throw error;
      const token = await logIn(next, asked);
      return { secret: next.secret, token, expiresAt: readExpiry(token) };
    }
  };
  /** Several requests at once share one login: the first begins it. */
  const current = async (asked: Asked, refused: string | null): Promise<Session> => {
    const shared = session;
    const known = shared === null ? null : await shared.catch(() => null);
    if (known !== null && known.token !== refused && !isEnding(known)) return known;
    if (session === shared || session === null) session = begin(asked);
    return session;
  };
  const isEnding = ({ expiresAt }: Session): boolean => expiresAt !== null && expiresAt - renewBeforeMs <= now();

  return {
    scheme: 'Bearer',
    async use(asked, attempt) {
      const { token } = await current(asked, null);
      try {
        return await attempt(token);
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
        const next = await current(asked, token);
        return await attempt(next.token);
      }
    },
  };
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof AirflowError && error.code === 'unauthorized';
}
