import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { SourceConfig } from '../../shared/core/config/source-config.ts';
import { UsageError } from '../usage-error.ts';
import type { FailedTask } from './sender.ts';
import { senders } from './senders.ts';
import { type Credentials, signRequest } from './sign-request.ts';

/** A configured source, and where its alerts are taken. */
export interface Destination extends Credentials {
  readonly source: string;
  readonly config: SourceConfig;
  readonly ingestUrl: string;
  /** Lambda's Invoke API; undefined where it can't be reached without AWS's own tools. */
  readonly invokeUrl: string | undefined;
}

export interface Sent {
  readonly status: number;
  readonly body: string;
}

/** Tells of a failed task as the source's sender would: its payload, its signature, its way in. `body`: instead of a composed one. */
export async function sendAlert(
  destination: Destination,
  told: { readonly failed: FailedTask } | { readonly body: string },
  now: number,
): Promise<Sent> {
  const { source, config, ingestUrl } = destination;
  const { kind, authentication: settings, mapping } = config;
  const sender = senders.get(kind);
  if (sender === undefined) throw new UsageError(`nothing is known of senders of the kind ${kind}`);
  const id = randomBytes(16).toString('hex');
  const sending = { id, now, topicArn: settings.topicArn, mapping };
  const body = 'body' in told ? told.body : JSON.stringify(sender.compose(told.failed, sending));
  const signed = signRequest({ body, id, now, settings }, destination);
  if (signed === null) return invoke(destination, body);
  const headers = { 'content-type': sender.contentType ?? 'application/json', ...signed.headers };
  return post(`${ingestUrl.replace(/\/$/, '')}/${source}`, { headers, body: signed.body });
}

const invocationAnswer = z.object({ statusCode: z.int(), body: z.string() });

/** As the rule's input transformer writes it. */
async function invoke({ source, invokeUrl }: Destination, event: string): Promise<Sent> {
  if (invokeUrl === undefined)
    throw new UsageError('the source is invoked by AWS: use `aws lambda invoke` on the deployed ingest function');
  const { status, body } = await post(invokeUrl, {
    headers: {},
    body: `{"airmendSource":${JSON.stringify(source)},"event":${event}}`,
  });
  const answer = invocationAnswer.safeParse(JSON.parse(body));
  return answer.success
    ? { status: answer.data.statusCode, body: answer.data.body }
    : { status: status === 200 ? 500 : status, body };
}

async function post(url: string, request: { headers: Record<string, string>; body: string }): Promise<Sent> {
  try {
    const answer = await fetch(url, { method: 'POST', redirect: 'error', ...request });
    return { status: answer.status, body: await answer.text() };
  } catch {
    throw new UsageError(`${url} does not answer`);
  }
}
