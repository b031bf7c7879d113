import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { type Response } from 'got';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: URL;
  /** The whole header: a scheme and what proves it; null for a login. */
  readonly authorization: string | null;
  /** JSON text, or null without a body. */
  readonly body: string | null;
  readonly limitMs: number;
}

/**
 * What came of one request. got's errors hold the request's options and with them the token, so none of them leaves this file:
 * `errorCode` is the system's name for what broke (`ECONNRESET`), or null.
 */
export type HttpOutcome =
  | HttpAnswer
  | { readonly kind: 'too-large'; readonly status: number }
  | { readonly kind: 'cut-off'; readonly status: number }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'unreachable'; readonly wasSent: boolean; readonly errorCode: string | null };

export interface HttpAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly text: string;
  /** By lower-case name; those that are repeated are left out. */
  readonly headers: ReadonlyMap<string, string>;
}

export type Send = (request: HttpRequest) => Promise<HttpOutcome>;

const connectionsMax = 10;

/** One got for all requests: kept-alive connections, no redirects (they would carry the token elsewhere), no retries of its own. */
export function createSend({ bodyBytesMax }: { bodyBytesMax: number }): Send {
  const client = got.extend({
    agent: {
      http: new HttpAgent({ keepAlive: true, maxSockets: connectionsMax }),
      https: new HttpsAgent({ keepAlive: true, maxSockets: connectionsMax }),
    },
    followRedirect: false,
    throwHttpErrors: false,
    retry: { limit: 0 },
    headers: { accept: 'application/json', 'user-agent': 'airmend' },
  });

  return async ({ method, url, authorization, body, limitMs }) => {
    const signal = AbortSignal.timeout(Math.max(0, Math.floor(limitMs)));
    let response: Response | undefined;
    try {
      const stream = client.stream(url, {
        method,
        signal,
        headers: {
          ...(authorization !== null && { authorization }),
          ...(body !== null && { 'content-type': 'application/json' }),
        },
        ...(body !== null && { body }),
      });
      stream.once('response', (received: Response) => {
        response = received;
      });
      const text = await readBounded(stream, bodyBytesMax);
      const status = response?.statusCode ?? 0;
      return text === null
        ? { kind: 'too-large', status }
        : { kind: 'answer', status, text, headers: readHeaders(response) };
    } catch (error) {
      if (signal.aborted) return { kind: 'timed-out' };
      if (response !== undefined) return { kind: 'cut-off', status: response.statusCode };
      const errorCode = readErrorCode(error);
      return { kind: 'unreachable', errorCode, wasSent: errorCode === null || !neverSent.has(errorCode) };
    }
  };
}

/** Null: longer than the bound. Counts bytes after decompression. */
async function readBounded(stream: AsyncIterable<unknown>, bytesMax: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += piece.length;
    if (bytes > bytesMax) return null;
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readHeaders(response: Response | undefined): ReadonlyMap<string, string> {
  const headers = Object.entries(response?.headers ?? {});
  return new Map(headers.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

/** Failed before a connection was there. */
const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

function readErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return /^[A-Z][A-Z0-9_]{1,40}$/.test(error.code) ? error.code : null;
}
