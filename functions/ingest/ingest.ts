import { type InflatedBody, inflateBody } from '../../shared/adapters/gzip/inflate-body.ts';
import type { SourceConfig } from '../../shared/core/config/source-config.ts';
import type { Fault } from '../../shared/core/diagnostics/diagnostic.ts';
import type { SignedDelivery, SignedRequest } from '../../shared/core/sources/authentication/scheme.ts';
import { bodyBytesMax } from '../../shared/core/sources/bounded-json.ts';
import { readBody } from '../../shared/core/sources/read-body.ts';
import type { DeploymentChoice } from '../../shared/core/sources/resolve-deployment.ts';
import type { Alerts, Source } from '../../shared/core/sources/source.ts';
import type { Journal } from '../../shared/ports/journal.ts';
import { SnsEndpointError } from '../../shared/ports/sns-endpoint.ts';
import { type Answer, accepted, problem, toRefusal } from './answer.ts';
import { answerOnce, type Replays } from './answer-once.ts';
import { authenticate, type Proofs } from './authenticate.ts';
import { type Enqueue, enqueueDrafts } from './enqueue.ts';
import type { IngestRequest, Invocation } from './request.ts';

/** A configured source, ready to be used. */
export interface ConfiguredSource {
  readonly name: string;
  readonly config: SourceConfig;
  readonly choice: DeploymentChoice;
  /** Loads what only some kinds need. */
  readonly load: () => Promise<Source>;
}

export interface IngestParts extends Proofs, Enqueue, Replays {
  readonly sources: ReadonlyMap<string, ConfiguredSource>;
  readonly journal: Journal;
  readonly clock: () => number;
}

/** The two ways in. Both answer 2xx only once the queue took every report that is not named as refused. */
export interface Ingest {
  /** A request over HTTP: authenticated, read, queued. */
  readonly post: (request: IngestRequest) => Promise<Answer>;
  /** An event that AWS invoked the function with. Rejects where it should be tried again. */
  readonly invoke: (invocation: Invocation) => Promise<Answer>;
}

export function createIngest(parts: IngestParts): Ingest {
  return { post: (request) => post(parts, request), invoke: (invocation) => invoke(parts, invocation) };
}

async function post(parts: IngestParts, request: IngestRequest): Promise<Answer> {
  if (request.method !== 'POST') return problem(405, []);
  const source = parts.sources.get(request.source);
  const receivedAt = parts.clock();
  const inflated = inflateBody(request.body, request.headers.get('content-encoding'), bodyBytesMax);
  const proof = await prove(parts, source, { request, inflated, now: receivedAt });
  if (!proof.ok) {
    const status = proof.fault === 'ours' ? 503 : 401;
    parts.journal.note({ event: 'request-refused', status, source: source?.name ?? null, reason: proof.why });
    return problem(status, status === 503 ? [tryAgain] : []);
  }
  const { source: proved, delivery } = proof;
  return answerOnce(parts, { source: proved.name, delivery, receivedAt }, () =>
    takeProved(parts, proved, { request, inflated, receivedAt }),
  );
}

/** IAM let nobody in but who may invoke the function; what is proved here is that the source is one for that. */
async function invoke(parts: IngestParts, { source: name, event }: Invocation): Promise<Answer> {
  const source = parts.sources.get(name);
  const isForThat =
    source !== undefined && parts.schemes.get(source.config.authentication.scheme)?.proof === 'invocation';
  if (!isForThat) throw new InvocationError(`there is no source \`${name}\` that AWS may invoke`);
  const body = Buffer.from(JSON.stringify(event) ?? '');
  const answer = await takeProved(parts, source, {
    request: { method: 'POST', source: name, headers: new Map(), body },
    inflated: { kind: 'inflated', body },
    receivedAt: parts.clock(),
  });
  if (answer.statusCode >= 500) throw new InvocationError(`the event could not be taken: ${answer.body}`);
  return answer;
}

/** The event was not taken: Lambda tries an asynchronous invocation again. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';
}

const tryAgain: Fault = { code: 'not-now', path: [], message: 'the request can not be taken at present' };

type Proof =
  | { readonly ok: true; readonly source: ConfiguredSource; readonly delivery: SignedDelivery | undefined }
  | { readonly ok: false; readonly why: string; readonly fault: 'sender' | 'ours' };

interface Arrived {
  readonly request: IngestRequest;
  readonly inflated: InflatedBody;
}

async function prove(
  parts: IngestParts,
  source: ConfiguredSource | undefined,
  { request: { headers, body }, inflated, now }: Arrived & { now: number },
): Promise<Proof> {
  if (source === undefined) return { ok: false, why: 'no such source', fault: 'sender' };
  const raw: SignedRequest = { headers, body, now };
  const isCompressed = inflated.kind === 'inflated' && inflated.body !== body;
  const requests = isCompressed ? [raw, { ...raw, body: inflated.body }] : [raw];
  const verification = await authenticate(parts, source, requests);
  return verification.ok ? { ok: true, source, delivery: verification.delivery } : verification;
}

/** The sender is known: from here on it is told what to mend, and never a 4xx where that would make it give up. */
async function takeProved(
  parts: IngestParts,
  configured: ConfiguredSource,
  { request, inflated, receivedAt }: Arrived & { receivedAt: number },
): Promise<Answer> {
  const source = await configured.load();
  const refuse = (status: number, faults: readonly Fault[]): Answer => {
    const reason = faults.map(({ message }) => message).join('; ');
    parts.journal.note({ event: 'request-refused', status, source: configured.name, reason });
    if (!source.givesUpOn4xx || status >= 500) return problem(status, faults);
    return accepted({ reports: [], refused: faults.map(toRefusal) });
  };
  if (request.body.byteLength > bodyBytesMax || inflated.kind === 'too-large') return refuse(413, [tooLarge]);
  if (inflated.kind !== 'inflated') return refuse(415, [unknownEncoding]);
  const reading = readBody(source, inflated.body, { headers: request.headers });
  if (reading.kind === 'wrong-type') return refuse(415, reading.faults);
  if (reading.kind === 'unreadable') return refuse(400, reading.faults);
  return takeReading(parts, configured, { reading, receivedAt, refuse });
}

interface Taken {
  readonly reading: Alerts;
  readonly receivedAt: number;
  readonly refuse: (status: number, faults: readonly Fault[]) => Answer;
}

async function takeReading(
  parts: IngestParts,
  { name, choice }: ConfiguredSource,
  { reading, receivedAt, refuse }: Taken,
): Promise<Answer> {
  const confirmed = await confirm(parts, reading.confirmAt);
  if (confirmed !== undefined) return refuse(503, [{ ...tryAgain, message: confirmed }]);
  const outcome = await enqueueDrafts(parts, { source: name, choice, drafts: reading.drafts, receivedAt });
  if (outcome.kind === 'queue-away') {
    parts.journal.note({ event: 'request-refused', status: 503, source: name, reason: outcome.why });
    return problem(503, [tryAgain]);
  }
  const faults = [...reading.refused, ...outcome.refused];
  const { reportIds } = outcome;
  if (reportIds.length === 0 && faults.length > 0) return refuse(400, faults);
  for (const { message } of faults)
    parts.journal.note({ event: 'request-refused', status: 202, source: name, reason: message });
  const refused = faults.map(toRefusal);
  if (reportIds.length === 0)
    parts.journal.note({ event: 'event-ignored', source: name, reason: reading.note ?? 'it tells of no failure' });
  return accepted({ reports: reportIds, refused, ...(reading.note === undefined ? {} : { note: reading.note }) });
}

/** Undefined once there is nothing left to confirm. */
async function confirm({ snsEndpoint }: IngestParts, url: string | undefined): Promise<string | undefined> {
  if (url === undefined) return undefined;
  try {
    await snsEndpoint.confirmSubscription(url);
    return undefined;
  } catch (error) {
    if (error instanceof SnsEndpointError) return error.message;
    throw error;
  }
}

const tooLarge: Fault = {
  code: 'too-large',
  path: [],
  message: `the body has more than ${bodyBytesMax} bytes`,
  help: 'send fewer alerts in one request',
};

const unknownEncoding: Fault = {
  code: 'wrong-encoding',
  path: [],
  message: 'the body is not in the encoding it says, or in one that is not read',
  help: 'send it as it is, or with `content-encoding: gzip`',
};
