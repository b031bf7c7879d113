import { randomUUID } from 'node:crypto';
import { type AirflowApi, startAirflowServer } from './airflow-server/airflow-server.ts';
import { createTokenIssuer } from './astro-server/token-issuer.ts';
import { createKeptModels, type Simulated, type SimulationOptions } from './kept-models.ts';

const flavours = { 'airflow-2': '2.11', 'airflow-3': '3.3' } as const;
const authentications = { 'airflow-2': 'basic', 'airflow-3': 'password' } as const;

/** One Airflow per deployment behind Airflow's own REST API, with a user of its own. */
export async function startSimulatedAirflow(api: AirflowApi, options: SimulationOptions): Promise<Simulated> {
  const issuer = await createTokenIssuer({ now: Date.now });
  const { models, served, keep } = createKeptModels(options, flavours[api]);
  const user = { username: 'airmend', password: randomUUID() };
  const idOf = new Map(served.map(({ name, runtimeId }) => [name, runtimeId]));
  const server = await startAirflowServer({
    api,
    issuer,
    user,
    deployments: served.map(({ runtimeId, model }) => ({ deploymentId: runtimeId, model })),
    now: Date.now,
    onCall: options.onCall,
  });
  const secret = JSON.stringify(user);
  return {
    url: [...idOf.values()].map((id) => server.urlOf(id)).join(', '),
    server,
    models,
    tokens: new Map(served.map(({ name }) => [name, secret])),
    addressOf: (name) => ({
      kind: api,
      baseUrl: server.urlOf(idOf.get(name) ?? ''),
      authentication: authentications[api],
    }),
    async close() {
      await server.close();
      keep();
    },
  };
}
