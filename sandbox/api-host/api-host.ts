import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AirflowModel } from '../airflow-model/airflow-model.ts';
import { answerRequest, type Exchange, type Face } from './answer-request.ts';
import type { Call } from './call.ts';
import { createFaults, type Faults } from './faults.ts';

/** What a server tells and takes, whichever API it speaks. */
export interface HostOptions {
  /** Epoch ms; may run faster than the world. */
  readonly now: () => number;
  /** 0: any free port. */
  readonly port?: number | undefined;
  /** Hears of each call once it is answered. */
  readonly onCall?: ((call: Call) => void) | undefined;
  readonly faults?: Faults | undefined;
  /** How often the models go on without being asked. */
  readonly advanceEveryMs?: number | undefined;
}

export interface ApiHost {
  /** Without a slash at the end. */
  readonly origin: string;
  readonly faults: Faults;
  close(): Promise<void>;
}

const advanceEveryMsDefault = 100;

/** One API before models of Airflow, on loopback. */
export async function startApiHost<Target extends { readonly model: AirflowModel }>(
  face: Face<Target>,
  targets: readonly Target[],
  options: HostOptions,
): Promise<ApiHost> {
  const { now, onCall, faults = createFaults() } = options;
  const advance = ({ model }: Target, at: number): void => model.advance(at);
  const exchange: Exchange<Target> = { face, now, onCall, faults, advance, shift: 0 };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    answerRequest(exchange, request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  const timer = setInterval(() => {
    for (const target of targets) advance(target, now());
  }, options.advanceEveryMs ?? advanceEveryMsDefault);
  timer.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // A TCP server that listens has an AddressInfo; a string or null belong to pipes and closed servers.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
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
