import type { AirflowModel } from '../../../sandbox/airflow-model/airflow-model.ts';
import { createAirflowModel } from '../../../sandbox/airflow-model/airflow-model.ts';
import type { Call } from '../../../sandbox/api-host/call.ts';
import type { AstroServer, AstroServerOptions } from '../../../sandbox/astro-server/astro-server.ts';
import { startAstroServer } from '../../../sandbox/astro-server/astro-server.ts';
import type { TokenIssuer } from '../../../sandbox/astro-server/token-issuer.ts';
import { createTokenIssuer } from '../../../sandbox/astro-server/token-issuer.ts';

export const began = Date.parse('2026-01-05T00:00:00Z');
const hourMs = 3_600_000;
export const dagRunId = 'scheduled__2026-01-05T00:00:00+00:00';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or the text where it is none. */
  readonly body: unknown;
}

export interface Served {
  readonly server: AstroServer;
  readonly model: AirflowModel;
  readonly issuer: TokenIssuer;
  readonly calls: Call[];
  readonly clock: { now: number };
  /** Sends a request to a path below the runtime, with a good token unless told otherwise. */
  ask(
    method: string,
    path: string,
    options?: { body?: unknown; token?: string | null; runtime?: string },
  ): Promise<Reply>;
  close(): Promise<void>;
}

export const runtimePath = '/organizations/org/workspaces/ws/runtimes/rt';

/** An Airflow with a failed run of `orders` and of the mapped `tables`, an hour later, behind the simulated Astro. */
export async function serveAirflow(options: Partial<AstroServerOptions> = {}): Promise<Served> {
  const clock = { now: began };
  const model = createAirflow();
  clock.now += hourMs;
  model.advance(clock.now);
  const issuer = await createTokenIssuer({ now: () => clock.now });
  const calls: Call[] = [];
  const server = await startAstroServer({
    runtimes: [
      { organizationId: 'org', workspaceId: 'ws', runtimeId: 'rt', model },
      { organizationId: 'org', workspaceId: 'ws', runtimeId: 'other', model: createAirflowModel() },
    ],
    verifyToken: issuer.verifyToken,
    now: () => clock.now,
    onCall: (call) => calls.push(call),
    ...options,
  });
  const good = await issuer.sign({ expiresAt: clock.now + 24 * hourMs, runtimeIds: ['rt'] });
  return {
    server,
    model,
    issuer,
    calls,
    clock,
    async ask(method, path, { body, token = good, runtime = runtimePath } = {}) {
      const response = await fetch(`${server.url}${runtime}/${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: parse(text) };
    },
    close: () => server.close(),
  };
}

function createAirflow(): AirflowModel {
  const model = createAirflowModel();
  const fails = [
    { result: 'failed', how: 'exception', log: ['Traceback: the database is away'] } as const,
    { result: 'success' } as const,
  ];
  model.addDag(
    {
      dagId: 'orders',
      tags: ['sales'],
      tasks: [
        { taskId: 'extract' },
        { taskId: 'load', upstream: ['extract'], outcomes: fails },
        { taskId: 'report', upstream: ['load'] },
      ],
    },
    began,
  );
  model.addDag(
    {
      dagId: 'tables',
      tasks: [
        { taskId: 'copy', mapped: 3, queue: 'big', outcomesByMapIndex: { '1': fails } },
        { taskId: 'collect', upstream: ['copy'] },
      ],
    },
    began,
  );
  for (const dagId of ['orders', 'tables'])
    model.triggerRun({ dagId, dagRunId, logicalAt: began, runType: 'scheduled' }, began);
  return model;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const segment = encodeURIComponent;
export const runSegment = segment(dagRunId);
