import * as z from 'zod';

/** A POST to `<ingest URL>/<source>`, whatever carried it. */
export interface IngestRequest {
  readonly method: string;
  readonly source: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** The part of a Function URL's or HTTP API's event (payload 2.0) that is read. */
export interface HttpEvent {
  readonly rawPath: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext: { readonly http: { readonly method: string } };
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
}

/** The request as its sender sent it: the body in its raw bytes. */
export function toIngestRequest({
  rawPath,
  headers,
  requestContext,
  body = '',
  isBase64Encoded,
}: HttpEvent): IngestRequest {
  const named = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value ?? '']);
  return {
    method: requestContext.http.method,
    source: lastSegment(rawPath),
    headers: new Map(named),
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function lastSegment(path: string): string {
  return path.split('/').findLast((segment) => segment !== '') ?? '';
}

/** What an EventBridge rule's input transformer makes of an event: it names the source. */
export interface Invocation {
  readonly source: string;
  readonly event: unknown;
}

const invocation = z.object({ airmendSource: z.string(), event: z.unknown() });

/** Null for an event that came over HTTP, which Lambda writes itself: no sender can make it look like an invocation. */
export function toInvocation(event: unknown): Invocation | null {
  if (typeof event === 'object' && event !== null && 'requestContext' in event) return null;
  const { airmendSource, event: carried } = invocation.parse(event);
  return { source: airmendSource, event: carried };
}
