import { equalsAny } from './equal-texts.ts';
import { refused, type SecretScheme, verified } from './scheme.ts';

const headerDefault = 'x-airmend-secret';

/** The secret alone in a header, for senders that can set one and can't sign. */
export const header: SecretScheme = {
  name: 'header',
  proof: 'secret',
  verify({ headers }, secrets, { header: name = headerDefault }) {
    const given = headers.get(name.toLowerCase());
    if (given === undefined) return refused(`there is no \`${name}\` header`);
    return equalsAny(given.trim(), secrets) ? verified : refused(`the secret in \`${name}\` is another`);
  },
};
