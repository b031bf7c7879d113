import { verifyHmac } from './hmac.ts';
import { refused, type SecretScheme } from './scheme.ts';
import { toDelivery, verifySignedTime } from './signed-time.ts';

/** Grafana's HMAC option: hex of the body, or of `<time>:<body>` where its setting names a header for the time. */
export const grafanaHmac: SecretScheme = {
  name: 'grafana-hmac',
  proof: 'secret',
  tellsDelivery: ({ timestampHeader }) => timestampHeader !== undefined,
  verify({ headers, body, now }, secrets, settings) {
    const { header = 'x-grafana-alerting-signature', timestampHeader, toleranceSeconds } = settings;
    const given = headers.get(header.toLowerCase());
    if (given === undefined) return refused(`there is no \`${header}\` header`);
    if (timestampHeader === undefined)
      return verifyHmac({ keys: secrets, content: [body], encoding: 'hex', given: [given] });
    const seconds = headers.get(timestampHeader.toLowerCase());
    const timely = verifySignedTime(seconds, { now, toleranceSeconds });
    if (!timely.ok) return timely;
    const verification = verifyHmac({
      keys: secrets,
      content: [`${seconds}:`, body],
      encoding: 'hex',
      given: [given],
    });
    // The signature is of this time and this body alone.
    return verification.ok ? { ok: true, delivery: toDelivery(given.toLowerCase(), toleranceSeconds) } : verification;
  },
};
