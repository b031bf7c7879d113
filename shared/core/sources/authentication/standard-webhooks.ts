import { createSecretKey, type KeyObject } from 'node:crypto';
import { verifyHmac } from './hmac.ts';
import { refused, type SecretScheme } from './scheme.ts';
import { toDelivery, verifySignedTime } from './signed-time.ts';

const version = 'v1,';
const base64 =
  /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^[A-Za-z0-9+/]{2}==$|^[A-Za-z0-9+/]{3}=$/;

/** Standard Webhooks (and Svix, under its own names of headers): base64 over `<id>.<time>.<body>`, `v1,` before it. */
export const standardWebhooks: SecretScheme = {
  name: 'standard-webhooks',
  proof: 'secret',
  tellsDelivery: () => true,
  verify({ headers, body, now }, secrets, { toleranceSeconds }) {
    const read = (name: string) => headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`);
    const [id, seconds, given] = [read('id'), read('timestamp'), read('signature')];
    if (id === undefined || id === '' || given === undefined) return refused('a `webhook-…` header is missing');
    const timely = verifySignedTime(seconds, { now, toleranceSeconds });
    if (!timely.ok) return timely;
    const keys = secrets.flatMap(toKeys);
    if (keys.length === 0) return refused('the secret is not `whsec_` and base64', 'ours');
    const signatures = given.split(' ').filter((signature) => signature.startsWith(version));
    const verification = verifyHmac({
      keys,
      content: [`${id}.${seconds}.`, body],
      encoding: 'base64',
      given: signatures.map((signature) => signature.slice(version.length)),
    });
    return verification.ok ? { ok: true, delivery: toDelivery(id, toleranceSeconds) } : verification;
  },
};

/** Keys of the secrets that were used: making one costs more than verifying with it. */
const keysKnown = new Map<string, KeyObject>();
const keysMax = 100;

function toKeys(secret: string): KeyObject[] {
  const known = keysKnown.get(secret);
  if (known !== undefined) return [known];
  const encoded = secret.replace(/^whsec_/, '');
  if (!base64.test(encoded)) return [];
  const key = createSecretKey(Buffer.from(encoded, 'base64'));
  if (keysKnown.size >= keysMax) keysKnown.clear();
  keysKnown.set(secret, key);
  return [key];
}
