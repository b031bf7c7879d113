import { equalsAny } from './equal-texts.ts';
import { refused, type SecretScheme, verified } from './scheme.ts';

/** `Authorization: Bearer <secret>`. */
export const bearer: SecretScheme = {
  name: 'bearer',
  proof: 'secret',
  verify({ headers }, secrets) {
    const given = /^bearer +(\S.*)$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (given === undefined) return refused('there is no `Authorization: Bearer` header');
    return equalsAny(given.trimEnd(), secrets) ? verified : refused('the bearer secret is another');
  },
};
