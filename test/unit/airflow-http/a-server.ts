import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  /** The raw path and query, as they stood on the wire. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Reply {
  readonly status?: number;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A function that returns nothing has dealt with the response itself, or never will. */
export type Answer = (request: Received, response: ServerResponse) => Reply | undefined;

export interface AServer {
  readonly url: string;
  readonly received: Received[];
  answer: Answer;
  close(): Promise<void>;
}

/** Any HTTP server, on loopback. */
export async function startServer(answer: Answer = () => ({})): Promise<AServer> {
  const received: Received[] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const target = message.url ?? '';
      const [path = '', search = ''] = target.split('?');
      const text = Buffer.concat(chunks).toString();
      const { method = '', headers } = message;
      const query = new URLSearchParams(search);
      const request = { method, target, path, query, headers, body: text === '' ? null : JSON.parse(text) };
      received.push(request);
      const reply = started.answer(request, response);
      if (reply !== undefined) send(response, reply);
    });
  });
  const url = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1alpha1`);
    });
  });
  const started: AServer = {
    url,
    received,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return started;
}

function send(response: ServerResponse, { status = 200, body = {}, headers = {} }: Reply): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
