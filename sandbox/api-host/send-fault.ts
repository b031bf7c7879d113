import type { ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import type { Fault } from './faults.ts';
import { sendJson } from './send-json.ts';

type RenderError = (error: ApiError) => { readonly body: unknown };

/** The faults that stop a request before it does anything. The status sent, or null: let it happen. */
export function sendBeforeEffect(fault: Fault, response: ServerResponse, renderError: RenderError): number | null {
  const sendError = createSendError(response, renderError);
  switch (fault.kind) {
    case 'throttled': {
      const { retryAfterSeconds } = fault;
      const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      return sendError(429, 'Too many requests', headers);
    }
    case 'unauthorized':
      return sendError(401, 'The token is not valid');
    case 'error-before':
      return sendError(500, 'Internal Server Error');
    case 'html':
      return sendPage(response, fault.status ?? 502);
    case 'redirect':
      response.writeHead(302, { location: fault.location }).end();
      return 302;
    case 'reset':
      response.destroy();
      return 0;
    default:
      return null;
  }
}

/** The faults that spoil the answer to a request that took effect. The status sent, or null: answer properly. */
export function sendAfterEffect(
  fault: Fault,
  response: ServerResponse,
  { body, renderError }: { body: unknown; renderError: RenderError },
): number | null {
  const sendError = createSendError(response, renderError);
  switch (fault.kind) {
    case 'error-after':
      return sendError(500, 'Internal Server Error');
    case 'hang':
      return 0;
    case 'truncated':
      return sendTruncated(response, body);
    case 'oversized':
      return sendOversized(response, fault.bytes);
    case 'wrong-shape':
      sendJson(response, 200, fault.body ?? { unexpected: true });
      return 200;
    default:
      return null;
  }
}

function createSendError(response: ServerResponse, renderError: RenderError) {
  return (status: number, message: string, headers: Record<string, string> = {}): number => {
    sendJson(response, status, renderError(new ApiError(status, message)).body, headers);
    return status;
  };
}

function sendPage(response: ServerResponse, status: number): number {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body><h1>Bad Gateway</h1></body></html>');
  return status;
}

function sendTruncated(response: ServerResponse, body: unknown): number {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
  return 200;
}

function sendOversized(response: ServerResponse, bytes: number): number {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ padding: 'x'.repeat(bytes) }));
  return 200;
}
