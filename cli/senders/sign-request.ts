import { createHmac, sign } from 'node:crypto';
import * as z from 'zod';
import type { SourceConfig } from '../../shared/core/config/source-config.ts';
import type { SchemeName } from '../../shared/core/sources/authentication/scheme.ts';

/** What a sender proves itself with. */
export interface Credentials {
  /** What it shares with Airmend. */
  readonly secret: string;
  /** What SNS signs with, and where the certificate for it is. */
  readonly topicKey: TopicKey | undefined;
}

export interface TopicKey {
  readonly privateKeyPem: string;
  readonly certificateUrl: string;
}

export interface Unsigned {
  readonly body: string;
  readonly id: string;
  /** Epoch ms. */
  readonly now: number;
  readonly settings: SourceConfig['authentication'];
}

export interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Sign = (unsigned: Unsigned, credentials: Credentials) => Signed;

/** How senders sign over HTTP, by scheme. */
const signers: Readonly<Record<Exclude<SchemeName, 'iam'>, Sign>> = {
  bearer: ({ body }, { secret }) => ({ body, headers: { authorization: `Bearer ${secret}` } }),
  basic: ({ body }, { secret }) => ({
    body,
    headers: { authorization: `Basic ${Buffer.from(secret).toString('base64')}` },
  }),
  header: ({ body, settings }, { secret }) => ({ body, headers: { [settings.header ?? 'x-airmend-secret']: secret } }),
  hmac: ({ body, settings }, { secret }) => {
    const { header = 'x-airmend-signature', prefix = '', encoding = 'hex' } = settings;
    return { body, headers: { [header]: `${prefix}${createHmac('sha256', secret).update(body).digest(encoding)}` } };
  },
  'grafana-hmac': ({ body, now, settings }, { secret }) => {
    const { header = 'x-grafana-alerting-signature', timestampHeader } = settings;
    if (timestampHeader === undefined) return { body, headers: { [header]: hexHmac(secret, body) } };
    const seconds = toSeconds(now);
    return { body, headers: { [timestampHeader]: seconds, [header]: hexHmac(secret, `${seconds}:${body}`) } };
  },
  'pagerduty-v3': ({ body }, { secret }) => ({
    body,
    headers: { 'x-pagerduty-signature': `v1=${hexHmac(secret, body)}` },
  }),
  sentry: ({ body, now }, { secret }) => ({
    body,
    headers: {
      'sentry-hook-resource': 'event_alert',
      'sentry-hook-timestamp': toSeconds(now),
      'sentry-hook-signature': hexHmac(secret, body),
    },
  }),
  'standard-webhooks': ({ body, id, now }, { secret }) => {
    const [webhookId, seconds] = [`msg_${id}`, toSeconds(now)];
    const signing = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
    const signature = signing.update(`${webhookId}.${seconds}.${body}`).digest('base64');
    const headers = { 'webhook-id': webhookId, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
    return { body, headers };
  },
  'aws-sns': ({ body }, { topicKey }) => ({ body: signMessage(body, topicKey), headers: snsHeaders }),
};

/** Signs a request as its sender would; null where the scheme signs nothing, because AWS proves it. */
export function signRequest(unsigned: Unsigned, credentials: Credentials): Signed | null {
  const { scheme } = unsigned.settings;
  return scheme === 'iam' ? null : signers[scheme](unsigned, credentials);
}

function hexHmac(secret: string, content: string): string {
  return createHmac('sha256', secret).update(content).digest('hex');
}

function toSeconds(instant: number): string {
  return String(Math.floor(instant / 1_000));
}

const snsHeaders = { 'x-amz-sns-message-type': 'Notification' };
const snsMessage = z.record(z.string(), z.string());
const signedNames = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];

function signMessage(body: string, topicKey: TopicKey | undefined): string {
  if (topicKey === undefined) return body;
  const message = snsMessage.parse(JSON.parse(body));
  const text = signedNames.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`]));
  const signature = sign('sha256', Buffer.from(text.join('')), topicKey.privateKeyPem).toString('base64');
  return JSON.stringify({
    ...message,
    SignatureVersion: '2',
    Signature: signature,
    SigningCertURL: topicKey.certificateUrl,
  });
}
