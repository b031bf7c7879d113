import type { Config } from '../../shared/core/config/config.ts';
import { type DeploymentConfig, deploymentIdOf } from '../../shared/core/config/deployment-config.ts';
import type { Policy } from '../../shared/core/policy/policy.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { Secrets } from '../../shared/ports/secrets.ts';
import type { Queues } from '../open-queues.ts';

/** A part of the installation, or why it could not be opened and how to name it. */
export type Part<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string };

/** An installation as it is examined: its documents, its AWS parts, and its Airflows. */
export interface Installation {
  readonly config: Config;
  readonly policy: Policy;
  readonly ledger: Part<Ledger>;
  readonly queues: Part<Queues>;
  readonly secrets: Secrets;
  readonly connect: (name: string, deployment: DeploymentConfig) => Promise<Airflow>;
  /** A run to try what the API answers on; null: one that failed is looked for. */
  readonly run: { readonly dagId: string; readonly dagRunId: string } | null;
  readonly now: number;
}

export interface NamedDeployment {
  readonly name: string;
  /** The stable id that the ledger's keys hold. */
  readonly deploymentId: string;
  readonly deployment: DeploymentConfig;
}

export function deploymentsOf({ config }: Installation): NamedDeployment[] {
  return Object.entries(config.deployments).map(([name, deployment]) => ({
    name,
    deploymentId: deploymentIdOf(deployment),
    deployment,
  }));
}
