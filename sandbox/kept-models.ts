import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AirflowModel, createAirflowModel } from './airflow-model/airflow-model.ts';
import type { Flavour } from './airflow-model/flavour.ts';
import type { Snapshot } from './airflow-model/snapshot.ts';
import type { AirflowEvent } from './airflow-model/world.ts';
import type { Call } from './api-host/call.ts';
import type { Faults } from './api-host/faults.ts';

export interface SimulatedDeployment {
  readonly name: string;
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly runtimeId: string;
}

export interface SimulationOptions {
  readonly deployments: readonly SimulatedDeployment[];
  readonly onCall: (call: Call) => void;
  readonly onEvent: (deployment: string, event: AirflowEvent) => void;
  /** Fills a new Airflow before time begins to pass in it. */
  readonly prepareModel?: ((deployment: string, model: AirflowModel) => void) | undefined;
  /** Where the Airflows' state is kept between starts. */
  readonly keepFolder?: string | undefined;
}

/** One model of Airflow per deployment, behind some API. */
export interface Simulated {
  /** For people. */
  readonly url: string;
  readonly server: { readonly faults: Faults };
  readonly models: ReadonlyMap<string, AirflowModel>;
  /** By deployment name: the secret that its config names. */
  readonly tokens: ReadonlyMap<string, string>;
  /** How the config of a deployment says where it is. */
  addressOf(name: string): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface KeptModels {
  readonly models: ReadonlyMap<string, AirflowModel>;
  readonly served: readonly (SimulatedDeployment & { readonly model: AirflowModel })[];
  /** Writes down how they stand. */
  keep(): void;
}

/** Makes the models, or takes them up where they were left. */
export function createKeptModels(
  { deployments, onEvent, prepareModel, keepFolder }: SimulationOptions,
  flavour: Flavour,
): KeptModels {
  const served = deployments.map((deployment) => {
    const { name, runtimeId } = deployment;
    const snapshot = readSnapshot(keepFolder, runtimeId);
    const model = createAirflowModel({ flavour, onEvent: (event) => onEvent(name, event) }, snapshot);
    if (snapshot === undefined) prepareModel?.(name, model);
    return { ...deployment, model };
  });
  return {
    served,
    models: new Map(served.map(({ name, model }) => [name, model])),
    keep() {
      for (const { runtimeId, model } of served) keepSnapshot(keepFolder, runtimeId, model);
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
