import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import type { Call } from './call.ts';
import type { Fault, Faults } from './faults.ts';
import type { FindRoute } from './find-route.ts';
import type { HostedOperation, Outcome, PathParameters } from './operation.ts';
import { sendAfterEffect, sendBeforeEffect } from './send-fault.ts';
import { sendJson } from './send-json.ts';

/** How one API looks from outside. */
export interface Face<Target> {
  readonly findRoute: FindRoute<Target>;
  /** The Airflow that a request addresses, for a sender who may ask for it. Throws `ApiError`. */
  readonly authorize: (
    authorization: string | undefined,
    path: PathParameters,
    operation: HostedOperation<Target>,
  ) => Promise<Target>;
  /** For whoever watches. */
  readonly idOf: (path: PathParameters) => string | null;
  readonly renderError: (error: ApiError) => { readonly body: unknown; readonly contentType?: string };
}

/** What all requests to one server share. */
export interface Exchange<Target> {
  readonly face: Face<Target>;
  readonly now: () => number;
  readonly advance: (target: Target, now: number) => void;
  readonly onCall?: ((call: Call) => void) | undefined;
  readonly faults: Faults;
  shift: number;
}

/** What is known of a call so far; told when it is answered. */
interface Progress {
  operationId: string | null;
  path: PathParameters | null;
  outcome: Outcome | null;
}

const bodyBytesMax = 1_048_576;

export async function answerRequest<Target>(
  exchange: Exchange<Target>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const began = performance.now();
  const progress: Progress = { operationId: null, path: null, outcome: null };
  let status = 0;
  try {
    status = await answer(exchange, request, response, progress);
  } catch (error) {
    const failure = error instanceof ApiError ? error : new ApiError(500, 'Internal Server Error');
    status = failure.status;
    sendError(exchange, response, failure);
  }
  exchange.onCall?.({
    at: exchange.now(),
    operationId: progress.operationId,
    deploymentId: progress.path === null ? null : exchange.face.idOf(progress.path),
    method: request.method ?? '',
    path: request.url ?? '',
    status,
    isDryRun: progress.outcome?.isDryRun ?? null,
    touched: progress.outcome?.touched ?? [],
    ms: performance.now() - began,
  });
}

async function answer<Target>(
  exchange: Exchange<Target>,
  request: IncomingMessage,
  response: ServerResponse,
  progress: Progress,
): Promise<number> {
  const { face } = exchange;
  const [rawPath = '', rawQuery = ''] = splitOnce(request.url ?? '', '?');
  const text = await readText(request);
  const route = face.findRoute(request.method ?? '', rawPath);
  if (route.kind === 'malformed-path') throw new ApiError(400, 'The path is not percent-encoded properly');
  if (route.kind === 'no-such-path') throw new ApiError(404, 'There is no such path');
  if (route.kind === 'no-such-method') throw new ApiError(405, `${request.method ?? ''} is not allowed here`);
  const { operation, path } = route;
  progress.operationId = operation.operationId;
  progress.path = path;
  const fault = exchange.faults.take(operation.operationId);
  const spoiled = fault === null ? null : sendBeforeEffect(fault, response, face.renderError);
  if (spoiled !== null) return spoiled;
  const target = await face.authorize(request.headers.authorization, path, operation);
  const now = exchange.now();
  exchange.advance(target, now);
  if (fault?.kind === 'shifted-page') exchange.shift += 1;
  const { shift } = exchange;
  const body = parseJson(text);
  const query = new URLSearchParams(rawQuery);
  const outcome = await operation.answer({ target, path, query, body, now, shift });
  progress.outcome = outcome;
  return send(exchange, fault, response, outcome);
}

function send<Target>(
  { face }: Exchange<Target>,
  fault: Fault | null,
  response: ServerResponse,
  { body, status = 200 }: Outcome,
): number {
  const spoiled = fault === null ? null : sendAfterEffect(fault, response, { body, renderError: face.renderError });
  if (spoiled !== null) return spoiled;
  sendJson(response, status, body);
  return status;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new ApiError(400, 'The body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'The body is not JSON');
  }
}

function sendError<Target>({ face }: Exchange<Target>, response: ServerResponse, error: ApiError): void {
  const { body, contentType } = face.renderError(error);
  sendJson(response, error.status, body, contentType === undefined ? {} : { 'content-type': contentType });
}

function splitOnce(text: string, separator: string): [string, string] {
  const place = text.indexOf(separator);
  return place === -1 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}
