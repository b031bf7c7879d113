import type { Asked } from './failure.ts';
import { pickKey, readSecret, refuseSecret, type SecretPlace } from './secret-text.ts';

/** A user of Airflow's own. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface ReadCredentials extends Credentials {
  /** The secret they were read from. */
  readonly secret: string;
}

/** From a secret `{"username": "…", "password": "…"}`. */
export async function readCredentials(place: SecretPlace, asked: Asked): Promise<ReadCredentials> {
  const secret = await readSecret(place, asked);
  const username = pickKey(secret, 'username') ?? '';
  const password = pickKey(secret, 'password') ?? '';
  // Basic writes them as `user:password`.
  if (username !== '' && password !== '' && !username.includes(':')) return { username, password, secret };
  const what = 'the secret is not a JSON object with `username` (without a colon) and `password`';
  throw refuseSecret(asked, 'token-missing', what, place.secretName, '{"username":"<user>","password":"<password>"}');
}
