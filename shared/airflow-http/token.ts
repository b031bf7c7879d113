import { AirflowError } from '../core/airflow/airflow-error.ts';
import type { Asked } from './failure.ts';
import { readExpiry } from './jwt-expiry.ts';
import { pickKey, readSecret, refuseSecret, type SecretPlace } from './secret-text.ts';

/** What proves to a deployment's API who is asking, as long as it is good. */
export interface Token {
  /** How the `Authorization` header names it. */
  readonly scheme: 'Bearer' | 'Basic';
  /** Runs `attempt` with the token. After a 401 the secret is read anew, and if it holds another token, `attempt` runs once more. */
  use<Answer>(asked: Asked, attempt: (token: string) => Promise<Answer>): Promise<Answer>;
}

export interface TokenOptions extends SecretPlace {
  /** The token's key where the secret is a JSON object; null: the secret is the token. */
  readonly secretKey: string | null;
  readonly now: () => number;
  /** Hears of a token that ends soon: once per token and day that is left. */
  readonly onExpiring?: ((expiring: { deployment: string; daysLeft: number }) => void) | undefined;
  readonly warnDays?: number;
}

const dayMs = 24 * 3_600_000;
const warnDaysDefault = 14;

/** A token that is kept as it is sent, such as Astro's. */
export function createToken(options: TokenOptions): Token {
  const warn = createExpiryWarning(options);
  const read = async (asked: Asked): Promise<{ secret: string; token: string; expiresAt: number | null }> => {
    const secret = await readSecret(options, asked);
    const token = pickToken(secret, options, asked);
    return { secret, token, expiresAt: readExpiry(token) };
  };
  const isExpired = (expiresAt: number | null): boolean => expiresAt !== null && expiresAt <= options.now();

  const readGood = async (asked: Asked) => {
    let found = await read(asked);
    if (isExpired(found.expiresAt)) {
      options.secrets.forget(options.secretName, found.secret);
      found = await read(asked);
    }
    if (isExpired(found.expiresAt))
      throw refuseSecret(asked, 'token-expired', 'the API token has expired', options.secretName, '<token>');
    warn(asked.deployment, found.token, found.expiresAt);
    return found;
  };

  return {
    scheme: 'Bearer',
    async use(asked, attempt) {
      const { secret, token } = await readGood(asked);
      try {
        return await attempt(token);
      } catch (error) {
        if (!(error instanceof AirflowError && error.code === 'unauthorized')) throw error;
        options.secrets.forget(options.secretName, secret);
        const next = await readGood(asked);
        if (next.token === token) throw error;
        return await attempt(next.token);
      }
    },
  };
}

function pickToken(secret: string, { secretName, secretKey }: TokenOptions, asked: Asked): string {
  const written = secretKey === null ? secret : pickKey(secret, secretKey);
  const token = written?.trim() ?? '';
  // What a header can't hold would make got throw, and name the value.
  if (/^[\x21-\x7e]+$/.test(token) && !token.startsWith('{')) return token;
  const holds =
    secretKey === null ? 'does not hold the bare token' : `is not a JSON object with the token under \`${secretKey}\``;
  const example = secretKey === null ? '<token>' : JSON.stringify({ [secretKey]: '<token>' });
  throw refuseSecret(asked, 'token-missing', `the secret ${holds}`, secretName, example);
}

function createExpiryWarning({ now, onExpiring, warnDays = warnDaysDefault }: TokenOptions) {
  let told: { token: string; daysLeft: number } | null = null;
  return (deployment: string, token: string, expiresAt: number | null): void => {
    if (expiresAt === null || onExpiring === undefined) return;
    const daysLeft = Math.floor((expiresAt - now()) / dayMs);
    if (daysLeft >= warnDays || (told?.token === token && told.daysLeft === daysLeft)) return;
    told = { token, daysLeft };
    onExpiring({ deployment, daysLeft });
  };
}
