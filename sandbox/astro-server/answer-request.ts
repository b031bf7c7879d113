import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import type { Call } from './call.ts';
import type { Fault, Faults } from './faults.ts';
import type { Operation, Outcome, PathParameters, Runtime, Spelling } from './operation.ts';
import { findRoute } from './operations.ts';
import { sendAfterEffect, sendBeforeEffect } from './send-fault.ts';
import { sendJson } from './send-json.ts';
import type { VerifyToken } from './token-issuer.ts';

/** What all requests to one server share. */
export interface Exchange {
  readonly runtimes: readonly Runtime[];
  readonly verifyToken: VerifyToken;
  readonly now: () => number;
  readonly onCall?: (call: Call) => void;
  readonly faults: Faults;
  readonly spelling: Spelling;
  shift: number;
}

/** What is known of a call so far; told when it is answered. */
interface Progress {
  operation: Operation | null;
  path: PathParameters | null;
  outcome: Outcome | null;
}

const bodyBytesMax = 1_048_576;

export async function answerRequest(
  exchange: Exchange,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const began = performance.now();
  const progress: Progress = { operation: null, path: null, outcome: null };
  let status = 0;
  try {
    status = await answer(exchange, request, response, progress);
  } catch (error) {
    const failure = error instanceof ApiError ? error : new ApiError(500, 'Internal Server Error');
    status = failure.status;
    sendError(response, failure);
  }
  exchange.onCall?.({
    at: exchange.now(),
    operationId: progress.operation?.operationId ?? null,
    runtimeId: progress.path?.['runtimeId'] ?? null,
    method: request.method ?? '',
    path: request.url ?? '',
    status,
    isDryRun: progress.outcome?.isDryRun ?? null,
    touched: progress.outcome?.touched ?? [],
    ms: performance.now() - began,
  });
}

async function answer(
  exchange: Exchange,
  request: IncomingMessage,
  response: ServerResponse,
  progress: Progress,
): Promise<number> {
  const [rawPath = '', rawQuery = ''] = splitOnce(request.url ?? '', '?');
  const text = await readText(request);
  const route = findRoute(request.method ?? '', rawPath);
  if (route.kind === 'malformed-path') throw new ApiError(400, 'The path is not percent-encoded properly');
  if (route.kind === 'no-such-path') throw new ApiError(404, 'There is no such path');
  if (route.kind === 'no-such-method') throw new ApiError(405, `${request.method ?? ''} is not allowed here`);
  const { operation, path } = route;
  progress.operation = operation;
  progress.path = path;
  const fault = exchange.faults.take(operation.operationId);
  const spoiled = fault === null ? null : sendBeforeEffect(fault, response);
  if (spoiled !== null) return spoiled;
  const runtime = await authorize(exchange, request.headers.authorization, path);
  const now = exchange.now();
  runtime.model.advance(now);
  if (fault?.kind === 'shifted-page') exchange.shift += 1;
  const shift = exchange.shift;
  const body = parseJson(text);
  progress.outcome = operation.answer({
    runtime,
    path,
    query: new URLSearchParams(rawQuery),
    body,
    now,
    shift,
    spelling: exchange.spelling,
  });
  return send(fault, response, progress.outcome.body);
}

function send(fault: Fault | null, response: ServerResponse, body: unknown): number {
  const spoiled = fault === null ? null : sendAfterEffect(fault, response, body);
  if (spoiled !== null) return spoiled;
  sendJson(response, 200, body);
  return 200;
}

/** 401 before 404 before 403: a token is looked at first, and only then whether it covers a runtime that exists. */
async function authorize(
  { verifyToken, runtimes }: Exchange,
  header: string | undefined,
  path: PathParameters,
): Promise<Runtime> {
  const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
  if (token === undefined) throw new ApiError(401, 'The request has no bearer token');
  const verdict = await verifyToken(token);
  if (verdict.kind === 'invalid') throw new ApiError(401, verdict.message);
  const runtime = runtimes.find(
    ({ organizationId, workspaceId, runtimeId }) =>
      organizationId === path['organizationId'] &&
      workspaceId === path['workspaceId'] &&
      runtimeId === path['runtimeId'],
  );
  if (runtime === undefined) throw new ApiError(404, 'There is no such organization, workspace or runtime');
  if (!verdict.runtimeIds.includes(runtime.runtimeId)) throw new ApiError(403, 'The token does not cover this runtime');
  return runtime;
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

function sendError(response: ServerResponse, { status, message }: ApiError): void {
  sendJson(response, status, { message, requestId: randomUUID(), statusCode: status });
}

function splitOnce(text: string, separator: string): [string, string] {
  const place = text.indexOf(separator);
  return place === -1 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}
