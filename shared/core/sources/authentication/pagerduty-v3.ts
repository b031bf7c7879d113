import { verifyHmac } from './hmac.ts';
import { refused, type SecretScheme } from './scheme.ts';

const header = 'x-pagerduty-signature';
const version = 'v1=';

/** PagerDuty's V3 webhooks: hex of the body, `v1=` before it; several while a secret is rotated. */
export const pagerdutyV3: SecretScheme = {
  name: 'pagerduty-v3',
  proof: 'secret',
  verify({ headers, body }, secrets) {
    const given = headers.get(header);
    if (given === undefined) return refused(`there is no \`${header}\` header`);
    const signatures = given.split(',').map((signature) => signature.trim());
    const ours = signatures.filter((signature) => signature.startsWith(version));
    return verifyHmac({
      keys: secrets,
      content: [body],
      encoding: 'hex',
      given: ours.map((signature) => signature.slice(version.length)),
    });
  },
};
