import { type KeyObject, verify as verifySignature, X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { parseBoundedJson } from '../bounded-json.ts';
import { type CertificateScheme, refused, type SchemeSettings, type Verification } from './scheme.ts';

/** What SNS signs and how, as its documents list it. */
const envelope = z.looseObject({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string().max(500),
  Subject: z.string().nullish(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
});

type Envelope = z.output<typeof envelope>;

/** SNS tries again for an hour; a message that is older than two is a replay. */
const toleranceMs = 7_200_000;
const host = /^sns\.[a-z]{2}[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?$/;
const certificatePath = /^\/SimpleNotificationService-[0-9a-f]{8,64}\.pem$/;

/** Amazon SNS: RSA over the message's own fields, with a certificate that only SNS's own host may serve. */
export const awsSns: CertificateScheme = {
  name: 'aws-sns',
  proof: 'certificate',
  tellsDelivery: () => true,
  locate({ body, now }, settings) {
    const message = readEnvelope(body);
    if (message === undefined) return refused('the body is not a message of SNS');
    if (message.TopicArn !== settings.topicArn) return refused('the message is of another topic than `topicArn`');
    const sentAt = Date.parse(message.Timestamp);
    if (now !== null && !(Math.abs(now - sentAt) <= toleranceMs))
      return refused('the message is too old, or from the future');
    if (!isCertificateUrl(message.SigningCertURL, settings))
      return refused('the certificate is not where SNS keeps its own');
    return { url: message.SigningCertURL };
  },
  verify({ body }, certificatePem): Verification {
    const message = readEnvelope(body);
    if (message === undefined) return refused('the body is not a message of SNS');
    const key = publicKeyOf(certificatePem);
    if (key === undefined) return refused('the certificate can not be read', 'ours');
    const algorithm = message.SignatureVersion === '2' ? 'sha256' : 'sha1';
    const signature = Buffer.from(message.Signature, 'base64');
    const fits = signature.length > 0 && verifySignature(algorithm, Buffer.from(textToSign(message)), key, signature);
    if (!fits) return refused('the signature does not fit the message');
    return { ok: true, delivery: { id: message.MessageId, goodForMs: 2 * toleranceMs + 1 } };
  },
};

/** Whether a URL of a message is SNS's own: https, its host in some region, no other port, nothing before the host. */
export function isSnsUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && isSnsOwn(url);
}

function isSnsOwn({ protocol, hostname, port, username, password }: URL): boolean {
  return protocol === 'https:' && host.test(hostname) && port === '' && username === '' && password === '';
}

function isCertificateUrl(text: string, { certificateOrigin }: SchemeSettings): boolean {
  const url = URL.parse(text);
  if (url === null || !certificatePath.test(url.pathname) || url.search !== '') return false;
  return isSnsOwn(url) || (certificateOrigin !== undefined && url.origin === certificateOrigin);
}

/** Locating the certificate and verifying with it read the same bytes: once for both. */
const envelopes = new WeakMap<Uint8Array, { readonly message: Envelope | undefined }>();

function readEnvelope(body: Uint8Array): Envelope | undefined {
  const known = envelopes.get(body);
  if (known !== undefined) return known.message;
  const json = parseBoundedJson(body);
  const message = json.ok ? envelope.safeParse(json.value).data : undefined;
  envelopes.set(body, { message });
  return message;
}

/** The last key that was read: SNS signs with one certificate for months, and reading it costs more than verifying. */
let known: { readonly certificatePem: string; readonly key: KeyObject } | undefined;

function publicKeyOf(certificatePem: string): KeyObject | undefined {
  if (known?.certificatePem === certificatePem) return known.key;
  try {
    known = { certificatePem, key: new X509Certificate(certificatePem).publicKey };
    return known.key;
  } catch {
    return undefined;
  }
}

/** Name and value on a line each, in the order of the names. */
function textToSign({ Type, MessageId, TopicArn, Message, Timestamp, Subject, Token, SubscribeURL }: Envelope): string {
  const pairs: [string, string | null | undefined][] =
    Type === 'Notification'
      ? [
          ['Message', Message],
          ['MessageId', MessageId],
          ['Subject', Subject],
          ['Timestamp', Timestamp],
          ['TopicArn', TopicArn],
          ['Type', Type],
        ]
      : [
          ['Message', Message],
          ['MessageId', MessageId],
          ['SubscribeURL', SubscribeURL],
          ['Timestamp', Timestamp],
          ['Token', Token],
          ['TopicArn', TopicArn],
          ['Type', Type],
        ];
  return pairs
    .flatMap(([name, value]) => (value === undefined || value === null ? [] : [`${name}\n${value}\n`]))
    .join('');
}
