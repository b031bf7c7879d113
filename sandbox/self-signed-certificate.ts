import { type KeyObject, sign } from 'node:crypto';

const tags = { integer: 0x02, bits: 0x03, null: 0x05, oid: 0x06, utf8: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 };
/** In the form that DER has them. */
const oids = { commonName: '550403', sha256WithRsa: '2a864886f70d01010b' };
const dayMs = 24 * 3_600_000;

/** An X.509 certificate (version 1) of an RSA key, signed by itself and good for a year; in PEM. Node can read them and makes none. */
export function createSelfSignedCertificate(options: {
  privateKey: KeyObject;
  publicKey: KeyObject;
  name: string;
  now: number;
}): string {
  const { privateKey, publicKey, name, now } = options;
  const algorithm = sequence(der(tags.oid, hex(oids.sha256WithRsa)), der(tags.null));
  const subject = sequence(
    der(tags.set, sequence(der(tags.oid, hex(oids.commonName)), der(tags.utf8, Buffer.from(name)))),
  );
  const validity = sequence(toTime(now - dayMs), toTime(now + 365 * dayMs));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const signed = sequence(der(tags.integer, hex('01')), algorithm, subject, validity, subject, key);
  const signature = der(tags.bits, hex('00'), sign('sha256', signed, privateKey));
  const base64 = sequence(signed, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(tags.sequence, ...parts);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...toLength(content.byteLength)]), content]);
}

/** Nothing here is longer than two bytes tell. */
function toLength(bytes: number): readonly number[] {
  if (bytes < 128) return [bytes];
  return bytes < 256 ? [0x81, bytes] : [0x82, bytes >> 8, bytes & 0xff];
}

/** UTCTime: `YYMMDDhhmmssZ`. */
function toTime(instant: number): Buffer {
  const digits = new Date(instant).toISOString().replace(/[^\d]/g, '').slice(2, 14);
  return der(tags.time, Buffer.from(`${digits}Z`));
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
