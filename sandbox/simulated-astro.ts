import { type AstroServer, startAstroServer } from './astro-server/astro-server.ts';
import { createTokenIssuer } from './astro-server/token-issuer.ts';
import { createKeptModels, type Simulated, type SimulationOptions } from './kept-models.ts';

export interface SimulatedAstro extends Simulated {
  readonly server: AstroServer;
}

const tokenLifeMs = 90 * 24 * 3_600_000;

/** A simulated Astro with one Airflow per deployment, and tokens for them. */
export async function startSimulatedAstro(options: SimulationOptions): Promise<SimulatedAstro> {
  const issuer = await createTokenIssuer({ now: Date.now });
  const { models, served, keep } = createKeptModels(options, 'core');
  const tokens = new Map<string, string>();
  for (const { name, runtimeId } of served)
    tokens.set(name, await issuer.sign({ expiresAt: Date.now() + tokenLifeMs, runtimeIds: [runtimeId] }));
  const server = await startAstroServer({
    runtimes: served,
    verifyToken: issuer.verifyToken,
    now: Date.now,
    onCall: options.onCall,
  });
  return {
    url: server.url,
    server,
    models,
    tokens,
    addressOf: () => ({ baseUrl: server.url }),
    async close() {
      await server.close();
      keep();
    },
  };
}
