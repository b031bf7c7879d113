import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface MeteredRequest {
  /** As the service calls it, like `PutItem`; a query protocol's `Action`. */
  readonly operation: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface MeteredAnswer {
  readonly status: number;
  readonly body: string;
}

/** Passes a request on as it is, or changed. */
export type PassOn = (body: string) => Promise<MeteredAnswer>;

/** Stands before an emulator, on loopback, and hears of every request. Gives its address. */
export async function startMeter(
  target: string,
  hear: (request: MeteredRequest, passOn: PassOn) => Promise<MeteredAnswer>,
): Promise<string> {
  const server = createServer((incoming, response) => {
    void buffer(incoming).then(async (bytes) => {
      const body = bytes.toString('utf8');
      const { headers, url = '/' } = incoming;
      const passOn: PassOn = (changed) => post(`${target}${url}`, headers, changed);
      const answer = await hear({ operation: operationOf(headers, body), headers, body }, passOn);
      response.writeHead(answer.status, { 'content-type': headers['content-type'] ?? 'text/xml' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  // A TCP server that listens has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** The same request to another operation of the same service. */
export async function post(url: string, headers: IncomingHttpHeaders, body: string): Promise<MeteredAnswer> {
  const { host: _host, connection: _connection, 'content-length': _length, ...kept } = headers;
  const named = Object.entries(kept).map(([name, value]): [string, string] => [name, String(value)]);
  const answer = await fetch(url, { method: 'POST', headers: named, body });
  return { status: answer.status, body: await answer.text() };
}

function operationOf(headers: IncomingHttpHeaders, body: string): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string'
    ? (target.split('.').at(-1) ?? '')
    : (new URLSearchParams(body).get('Action') ?? '');
}
