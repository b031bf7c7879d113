import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { inflateBody } from '../shared/adapters/gzip/inflate-body.ts';
import {
  refused,
  type SchemeName,
  type SchemeSettings,
  type SignedRequest,
  schemeNames,
  type Verification,
} from '../shared/core/sources/authentication/scheme.ts';
import { schemes } from '../shared/core/sources/authentication/schemes.ts';
import { bodyBytesMax } from '../shared/core/sources/bounded-json.ts';
import { readInput } from './read-input.ts';
import { UsageError } from './usage-error.ts';

/** How a recorded request was sent: its headers, and what its sender and we agreed on. */
const recorded = z.looseObject({
  headers: z.record(z.string(), z.string()).default({}),
  auth: z
    .looseObject({
      scheme: z.enum(schemeNames),
      secret: z.union([z.string(), z.array(z.string())]).optional(),
      header: z.string().optional(),
      timestampHeader: z.string().optional(),
      prefix: z.string().optional(),
      encoding: z.enum(['hex', 'base64']).optional(),
      certificate: z.string().optional(),
      expectedTopicArn: z.string().optional(),
      toleranceSeconds: z.number().optional(),
    })
    .optional(),
  verifyAt: z.iso.datetime({ offset: true }).optional(),
  certificate: z.string().optional(),
  send: z.enum(['gzip']).optional(),
});

export interface RecordedRequest {
  readonly headers: ReadonlyMap<string, string>;
  /** As it is sent: compressed where the record says so. */
  readonly sent: Buffer;
  /** As it is read. */
  readonly body: Buffer;
  readonly auth: Authentication | undefined;
  /** Epoch ms; null: its age is not checked. */
  readonly verifyAt: number | null;
}

interface Authentication extends SchemeSettings {
  readonly scheme: SchemeName;
  readonly secrets: readonly string[];
  readonly certificatePem: string | undefined;
}

/** Reads a payload and, if there is one, the record of how it was sent. Rejects with a `UsageError`. */
export function readRecordedRequest(files: { payload: string; headers: string | undefined }): RecordedRequest {
  const payload = readBytes(files.payload);
  if (files.headers === undefined)
    return { headers: new Map(), sent: payload, body: payload, auth: undefined, verifyAt: null };
  const { headers, auth, verifyAt, send, certificate } = readRecord(files.headers);
  const sent = send === 'gzip' ? gzipSync(payload) : payload;
  const named = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const encoding: [string, string][] = send === 'gzip' ? [['content-encoding', 'gzip']] : [];
  const all = new Map([...named, ...encoding]);
  return {
    headers: all,
    sent,
    body: inflate(sent, all.get('content-encoding')),
    auth: auth && toAuthentication(auth, auth.certificate ?? certificate, files.headers),
    verifyAt: verifyAt === undefined ? null : Date.parse(verifyAt),
  };
}

/** Verifies it as ingest would; `now` null leaves its age out. What the record leaves open comes from the config. */
export function verifyRecordedRequest(
  { headers, sent, body, auth }: RecordedRequest,
  now: number | null,
  configured: SchemeSettings = {},
): Verification {
  if (auth === undefined) return refused('the headers name no `auth`');
  const [first, ...others] = (sent === body ? [sent] : [sent, body]).map((bytes) =>
    verifyOne({ headers, body: bytes, now }, auth, configured),
  );
  return others.find(({ ok }) => ok) ?? first ?? refused('there is no body');
}

function verifyOne(request: SignedRequest, auth: Authentication, configured: SchemeSettings): Verification {
  const settings = withDefaults(auth, configured);
  const scheme = schemes.get(auth.scheme);
  switch (scheme?.proof) {
    case 'secret':
      return scheme.verify(request, auth.secrets, settings);
    case 'certificate': {
      const located = scheme.locate(request, settings);
      if (!('url' in located)) return located;
      if (auth.certificatePem === undefined) return refused('`auth` names no `certificate` to verify with');
      return scheme.verify(request, auth.certificatePem, settings);
    }
    default:
      return refused(`nothing over HTTP is proved by ${auth.scheme}`);
  }
}

function withDefaults(auth: SchemeSettings, configured: SchemeSettings): SchemeSettings {
  return {
    header: auth.header ?? configured.header,
    timestampHeader: auth.timestampHeader ?? configured.timestampHeader,
    prefix: auth.prefix ?? configured.prefix,
    encoding: auth.encoding ?? configured.encoding,
    topicArn: auth.topicArn ?? configured.topicArn,
    toleranceSeconds: auth.toleranceSeconds,
  };
}

function toAuthentication(
  { scheme, secret = [], expectedTopicArn, ...settings }: NonNullable<z.output<typeof recorded>['auth']>,
  certificate: string | undefined,
  headersFile: string,
): Authentication {
  const { header, timestampHeader, prefix, encoding, toleranceSeconds } = settings;
  return {
    scheme,
    secrets: [secret].flat(),
    certificatePem: certificate === undefined ? undefined : readInput(resolve(dirname(headersFile), certificate)).text,
    topicArn: expectedTopicArn,
    ...{ header, timestampHeader, prefix, encoding, toleranceSeconds },
  };
}

function readRecord(file: string): z.output<typeof recorded> {
  const { text } = readInput(file);
  const parsed = recorded.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${file}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'has another shape'}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch {
    throw new UsageError(`${file}: it can not be read`);
  }
}

function inflate(sent: Buffer, encoding: string | undefined): Buffer {
  const inflated = inflateBody(sent, encoding, bodyBytesMax);
  if (inflated.kind === 'inflated') return inflated.body;
  throw new UsageError(`the body can not be taken: it is ${inflated.kind.replaceAll('-', ' ')}`);
}
