import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from './answer-request.ts';
import { answerRequest } from './answer-request.ts';
import type { Call } from './call.ts';
import type { Faults } from './faults.ts';
import { createFaults } from './faults.ts';
import type { Runtime, Spelling } from './operation.ts';
import type { VerifyToken } from './token-issuer.ts';

export interface AstroServerOptions {
  readonly runtimes: readonly Runtime[];
  readonly verifyToken: VerifyToken;
  /** Epoch ms; may run faster than the world. */
  readonly now: () => number;
  /** 0: any free port. */
  readonly port?: number;
  /** Hears of each call once it is answered. */
  readonly onCall?: (call: Call) => void;
  readonly faults?: Faults;
  readonly spelling?: Partial<Spelling>;
  /** How often the models go on without being asked. */
  readonly advanceEveryMs?: number;
}

export interface AstroServer {
  /** With the API's version, without a slash at the end. */
  readonly url: string;
  readonly faults: Faults;
  close(): Promise<void>;
}

const advanceEveryMsDefault = 100;
const spellingDefault: Spelling = { states: 'snake', logs: 'text', logPageCharacters: 65_536, logEnd: 'absent' };

/** The eleven operations of Astro's core API v1alpha1 before models of Airflow, on loopback. */
export async function startAstroServer(options: AstroServerOptions): Promise<AstroServer> {
  const faults = options.faults ?? createFaults();
  const spelling = { ...spellingDefault, ...options.spelling };
  const exchange: Exchange = { ...options, faults, spelling, shift: 0 };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    answerRequest(exchange, request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  const timer = setInterval(() => {
    for (const { model } of options.runtimes) model.advance(options.now());
  }, options.advanceEveryMs ?? advanceEveryMsDefault);
  timer.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // A TCP server that listens has an AddressInfo; a string or null belong to pipes and closed servers.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1alpha1`,
    faults,
    close() {
      clearInterval(timer);
      return new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      });
    },
  };
}
