import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { refused, type SecretScheme, type Verification, verified } from './scheme.ts';

const signaturesMax = 16;

/** HMAC-SHA256 of the raw body in a header of the user's choice. */
export const hmac: SecretScheme = {
  name: 'hmac',
  proof: 'secret',
  verify({ headers, body }, secrets, { header = 'x-airmend-signature', prefix = '', encoding = 'hex' }) {
    const given = headers.get(header.toLowerCase());
    if (given === undefined) return refused(`there is no \`${header}\` header`);
    if (!given.startsWith(prefix)) return refused(`the signature does not begin with \`${prefix}\``);
    return verifyHmac({ keys: secrets, content: [body], encoding, given: [given.slice(prefix.length)] });
  },
};

export interface HmacClaim {
  /** Never in plain bytes: with those, Node is many times slower. */
  readonly keys: readonly (string | KeyObject)[];
  /** What is signed, in pieces. */
  readonly content: readonly (string | Uint8Array)[];
  readonly encoding: 'hex' | 'base64';
  /** One of them must be ours. */
  readonly given: readonly string[];
}

/** Compares signatures as they are written: decoding would silently skip what is neither hex nor base64. */
export function verifyHmac({ keys, content, encoding, given }: HmacClaim): Verification {
  const offered = given.filter((signature) => signature !== '').slice(0, signaturesMax);
  if (offered.length === 0) return refused('the signature is empty');
  const expected = keys.map((key) => sign(key, content, encoding));
  const written = offered.map((signature) => (encoding === 'hex' ? signature.toLowerCase() : signature));
  const fits = written.some((signature) => expected.some((one) => isSameSignature(signature, one)));
  return fits
    ? verified
    : refused('no signature fits the body: the secret is another, or the body was changed on its way');
}

function sign(key: string | KeyObject, content: HmacClaim['content'], encoding: 'hex' | 'base64'): string {
  const signing = createHmac('sha256', key);
  for (const piece of content) signing.update(piece);
  return signing.digest(encoding);
}

/** How long a signature is, everybody knows; where it differs, the time must not tell. */
function isSameSignature(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
