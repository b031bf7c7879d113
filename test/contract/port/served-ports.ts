import { type AirflowModel, createAirflowModel } from '../../../sandbox/airflow-model/airflow-model.ts';
import type { Flavour } from '../../../sandbox/airflow-model/flavour.ts';
import { startAirflowServer } from '../../../sandbox/airflow-server/airflow-server.ts';
import { startAstroServer } from '../../../sandbox/astro-server/astro-server.ts';
import { createTokenIssuer } from '../../../sandbox/astro-server/token-issuer.ts';
import { createAirflow2 } from '../../../shared/adapters/airflow-2/airflow-2.ts';
import { createAirflow3 } from '../../../shared/adapters/airflow-3/airflow-3.ts';
import { createAirflow3Login } from '../../../shared/adapters/airflow-3/log-in.ts';
import { createAstroAirflow } from '../../../shared/adapters/astro/astro.ts';
import { createBasic } from '../../../shared/airflow-http/basic.ts';
import { createToken } from '../../../shared/airflow-http/token.ts';
import type { Airflow } from '../../../shared/ports/airflow.ts';
import { createModelAirflow } from '../../simulation/model-airflow.ts';

export const began = Date.parse('2026-01-05T00:00:00Z');
export const dagRunId = 'scheduled__2026-01-05T00:00:00+00:00';
const hourMs = 3_600_000;
const deploymentId = 'rt';

/** One implementation of the port before an Airflow in which something has failed. */
export interface ServedPort {
  readonly airflow: Airflow;
  readonly model: AirflowModel;
  readonly clock: { now: number };
  close(): Promise<void>;
}

export interface PortUnderTest {
  readonly title: string;
  serve(): Promise<ServedPort>;
}

export const ports: readonly PortUnderTest[] = [
  { title: 'the Astro adapter', serve: serveAstro },
  { title: 'the Airflow 2 adapter', serve: () => serveAirflow('airflow-2', '2.11') },
  { title: 'the Airflow 3 adapter', serve: () => serveAirflow('airflow-3', '3.3') },
  ...(['core', '2.11', '3.1', '3.3'] as const).map((flavour) => ({
    title: `the model as ${flavour}`,
    serve: () => serveModel(flavour),
  })),
];

const secretsOf = (secret: string) => ({ read: async () => secret, forget: () => {} });

async function serveAstro(): Promise<ServedPort> {
  const { clock, model } = createFailed('core');
  const now = () => clock.now;
  const issuer = await createTokenIssuer({ now });
  const runtime = { organizationId: 'org', workspaceId: 'ws', runtimeId: deploymentId, model };
  const server = await startAstroServer({ runtimes: [runtime], verifyToken: issuer.verifyToken, now });
  const secret = await issuer.sign({ expiresAt: clock.now + 24 * hourMs, runtimeIds: [deploymentId] });
  const token = createToken({ secrets: secretsOf(secret), secretName: 'a', secretKey: null, now });
  const ids = { organizationId: 'org', workspaceId: 'ws', runtimeId: deploymentId };
  const airflow = createAstroAirflow({
    ...ids,
    deployment: 'production',
    baseUrl: server.url,
    token,
    clock: of(clock),
  });
  return { airflow, model, clock, close: () => server.close() };
}

async function serveAirflow(api: 'airflow-2' | 'airflow-3', flavour: Flavour): Promise<ServedPort> {
  const { clock, model } = createFailed(flavour);
  const now = () => clock.now;
  const issuer = await createTokenIssuer({ now });
  const user = { username: 'op', password: 'a:b' };
  const server = await startAirflowServer({ api, issuer, user, deployments: [{ deploymentId, model }], now });
  const reach = { deployment: 'production', baseUrl: server.urlOf(deploymentId), clock: of(clock) };
  const place = { secrets: secretsOf(JSON.stringify(user)), secretName: 'a' };
  const airflow =
    api === 'airflow-2'
      ? createAirflow2({ ...reach, token: createBasic(place) })
      : createAirflow3({ ...reach, token: createAirflow3Login({ ...reach, ...place }) });
  return { airflow, model, clock, close: () => server.close() };
}

async function serveModel(flavour: Flavour): Promise<ServedPort> {
  const { clock, model } = createFailed(flavour);
  return { airflow: createModelAirflow(model, () => clock.now), model, clock, close: async () => {} };
}

function of(clock: { now: number }) {
  return { now: () => clock.now, random: () => 0, sleep: async () => {} };
}

const failsOnce = [
  { result: 'failed', how: 'exception', log: ['ERROR - the database is away'] } as const,
  { result: 'success' } as const,
];

/** An hour after a chain failed in its middle, two of four indexes failed, a worker was lost, and a fenced task failed. */
function createFailed(flavour: Flavour): { clock: { now: number }; model: AirflowModel } {
  const model = createAirflowModel({ flavour });
  const chain = [
    { taskId: 'extract' },
    { taskId: 'load', upstream: ['extract'], outcomes: failsOnce },
    { taskId: 'report', upstream: ['load'] },
  ];
  model.addDag({ dagId: 'orders', tags: ['sales'], owners: ['commerce'], maxActiveRuns: 1, tasks: chain }, began);
  const copy = { taskId: 'copy', mapped: 4, outcomesByMapIndex: { '1': failsOnce, '3': failsOnce } };
  model.addDag({ dagId: 'tables', tasks: [copy, { taskId: 'collect', upstream: ['copy'] }] }, began);
  const lost = [{ result: 'failed', how: 'lost-worker', log: ['INFO - still going'] } as const];
  model.addDag({ dagId: 'long', tasks: [{ taskId: 'train', outcomes: lost }] }, began);
  const fenced = [
    { taskId: 'make', role: 'setup' as const },
    { taskId: 'compute', upstream: ['make'], outcomes: failsOnce },
    { taskId: 'drop', upstream: ['make', 'compute'], role: 'teardown' as const },
  ];
  model.addDag({ dagId: 'cluster', tasks: fenced }, began);
  for (const dagId of ['orders', 'tables', 'long', 'cluster'])
    model.triggerRun({ dagId, dagRunId, logicalAt: began, runType: 'scheduled' }, began);
  const clock = { now: began + hourMs };
  model.advance(clock.now);
  return { clock, model };
}
