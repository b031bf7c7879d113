import { equalsAny } from './equal-texts.ts';
import { refused, type SecretScheme, verified } from './scheme.ts';

/** `Authorization: Basic …`; the secret is `user:password`. */
export const basic: SecretScheme = {
  name: 'basic',
  proof: 'secret',
  verify({ headers }, secrets) {
    const given = /^basic +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (given === undefined) return refused('there is no `Authorization: Basic` header');
    const usable = secrets.filter((secret) => secret.includes(':'));
    if (usable.length === 0) return refused('the secret is not `user:password`', 'ours');
    // Compared in its encoded form: decoding would skip what is not base64.
    const expected = usable.map((secret) => Buffer.from(secret).toString('base64'));
    return equalsAny(given, expected) ? verified : refused('user and password are others');
  },
};
