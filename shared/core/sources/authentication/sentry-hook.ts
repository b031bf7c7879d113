import { verifyHmac } from './hmac.ts';
import { refused, type SecretScheme } from './scheme.ts';

const header = 'sentry-hook-signature';

/** Sentry's integrations: hex of the body. Its timestamp header is not signed, so it proves nothing and is not read. */
export const sentryHook: SecretScheme = {
  name: 'sentry',
  proof: 'secret',
  verify({ headers, body }, secrets) {
    const given = headers.get(header);
    if (given === undefined) return refused(`there is no \`${header}\` header`);
    return verifyHmac({ keys: secrets, content: [body], encoding: 'hex', given: [given] });
  },
};
