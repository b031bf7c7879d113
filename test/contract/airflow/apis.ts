import { createAirflow2 } from '../../../shared/adapters/airflow-2/airflow-2.ts';
import { createAirflow3 } from '../../../shared/adapters/airflow-3/airflow-3.ts';
import type { ClientOptions } from '../../../shared/airflow-http/client-options.ts';
import type { Airflow } from '../../../shared/ports/airflow.ts';
import { aClock, aToken } from '../../unit/adapters/astro/a-client.ts';
import type { Answer } from '../../unit/airflow-http/a-server.ts';

export interface TestedApi {
  readonly kind: 'airflow-2' | 'airflow-3';
  readonly prefix: string;
  /** The releases whose documents and recordings were looked at. */
  readonly versions: readonly [newest: string, ...string[]];
  create(options: ClientOptions): Airflow;
}

export const airflow2: TestedApi = {
  kind: 'airflow-2',
  prefix: '/api/v1',
  versions: ['2.11.2', '2.10.5', '2.9.3', '2.7.3', '2.5.3', '2.4.3'],
  create: createAirflow2,
};

export const airflow3: TestedApi = {
  kind: 'airflow-3',
  prefix: '/api/v2',
  versions: ['3.3.2', '3.2.1', '3.1.8', '3.0.6'],
  create: createAirflow3,
};

export const apis: readonly TestedApi[] = [airflow2, airflow3];

export function apiOf(version: string): TestedApi {
  return version.startsWith('2.') ? airflow2 : airflow3;
}

/** An adapter before a server, without a second try and with a clock that stands. */
export function connect(api: TestedApi, baseUrl: string, more: Partial<ClientOptions> = {}): Airflow {
  const settings = { retries: { triesMax: 1, delayMs: 1, delayMsMax: 1 } };
  return api.create({ deployment: 'production', baseUrl, token: aToken, clock: aClock(), settings, ...more });
}

/** Answers as a release that says which one it is, and whatever else it is asked with `answer`. */
export function asRelease(version: string, answer: Answer): Answer {
  return (request, response) =>
    request.path.endsWith('/version') ? { body: { version, git_version: null } } : answer(request, response);
}
