import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import type { LambdaFunction } from './lambda-function.ts';

export interface FunctionUrl {
  readonly url: string;
  close(): Promise<void>;
}

/** Lambda's own limit of a request's body. */
const bodyBytesMax = 6 * 1_024 * 1_024;

const functionResponse = z.object({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** A Lambda Function URL in front of a function: payload format 2.0, bodies without a JSON or text content type in base64. */
export async function serveFunctionUrl(target: LambdaFunction, port = 0): Promise<FunctionUrl> {
  const server = createServer((request, response) => {
    void answer(target, request, response).catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(target: LambdaFunction, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    response
      .writeHead(413, { connection: 'close' })
      .end('{"Message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"}');
    return;
  }
  const result = await target.invoke(toEvent(request, body));
  if (result.kind !== 'answered') {
    response.writeHead(502).end('Internal Server Error');
    return;
  }
  const {
    statusCode,
    headers,
    body: text = '',
    isBase64Encoded = false,
  } = functionResponse.parse(JSON.parse(result.payload));
  const written = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
  response.writeHead(statusCode, written).end(isBase64Encoded ? Buffer.from(text, 'base64') : text);
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toEvent(request: IncomingMessage, body: Buffer): APIGatewayProxyEventV2 {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  const isText =
    /^(application\/(json|xml|javascript|[\w.-]+\+json)|text\/)/.test(headers['content-type'] ?? '') &&
    headers['content-encoding'] === undefined;
  const now = new Date();
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    requestContext: {
      accountId: 'anonymous',
      apiId: 'sandbox',
      domainName: headers['host'] ?? 'localhost',
      domainPrefix: 'sandbox',
      http: {
        method: request.method ?? 'GET',
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    body: isText ? body.toString('utf8') : body.toString('base64'),
    isBase64Encoded: !isText,
  };
}
