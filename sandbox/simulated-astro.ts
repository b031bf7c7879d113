import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AirflowModel, createAirflowModel } from './airflow-model/airflow-model.ts';
import type { Snapshot } from './airflow-model/snapshot.ts';
import type { AirflowEvent } from './airflow-model/world.ts';
import type { Call } from './api-host/call.ts';
import { type AstroServer, startAstroServer } from './astro-server/astro-server.ts';
import { createTokenIssuer } from './astro-server/token-issuer.ts';

export interface SimulatedDeployment {
  readonly name: string;
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly runtimeId: string;
}

/** A simulated Astro with one Airflow per deployment, and tokens for them. */
export interface SimulatedAstro {
  readonly url: string;
  readonly server: AstroServer;
  readonly models: ReadonlyMap<string, AirflowModel>;
  /** By deployment name. */
  readonly tokens: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const tokenLifeMs = 90 * 24 * 3_600_000;

/** `keepFolder`: where the Airflows' state is kept between starts. */
export async function startSimulatedAstro(options: {
  deployments: readonly SimulatedDeployment[];
  onCall: (call: Call) => void;
  onEvent: (deployment: string, event: AirflowEvent) => void;
  /** Fills a new Airflow before time begins to pass in it. */
  prepareModel?: ((deployment: string, model: AirflowModel) => void) | undefined;
  keepFolder?: string | undefined;
}): Promise<SimulatedAstro> {
  const { deployments, onCall, onEvent, keepFolder } = options;
  const issuer = await createTokenIssuer({ now: Date.now });
  const models = new Map<string, AirflowModel>();
  const tokens = new Map<string, string>();
  for (const { name, runtimeId } of deployments) {
    const snapshot = readSnapshot(keepFolder, runtimeId);
    const model = createAirflowModel({ onEvent: (event) => onEvent(name, event) }, snapshot);
    if (snapshot === undefined) options.prepareModel?.(name, model);
    models.set(name, model);
    tokens.set(name, await issuer.sign({ expiresAt: Date.now() + tokenLifeMs, runtimeIds: [runtimeId] }));
  }
  const runtimes = deployments.flatMap(({ name, ...ids }) => {
    const model = models.get(name);
    return model === undefined ? [] : [{ ...ids, model }];
  });
  const server = await startAstroServer({ runtimes, verifyToken: issuer.verifyToken, now: Date.now, onCall });
  return {
    url: server.url,
    server,
    models,
    tokens,
    async close() {
      await server.close();
      for (const { runtimeId, model } of runtimes) keepSnapshot(keepFolder, runtimeId, model);
    },
  };
}

function readSnapshot(keepFolder: string | undefined, runtimeId: string): Snapshot | undefined {
  if (keepFolder === undefined) return undefined;
  const file = snapshotFile(keepFolder, runtimeId);
  // Written by `keepSnapshot` below; a file that somebody else changed fails in the model.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Snapshot) : undefined;
}

function keepSnapshot(keepFolder: string | undefined, runtimeId: string, model: AirflowModel): void {
  if (keepFolder !== undefined) writeFileSync(snapshotFile(keepFolder, runtimeId), JSON.stringify(model.snapshot()));
}

function snapshotFile(keepFolder: string, runtimeId: string): string {
  return join(keepFolder, `airflow-${encodeURIComponent(runtimeId)}.json`);
}
