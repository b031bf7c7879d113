import type { RunKey } from '../shared/core/airflow/run.ts';
import { deploymentIdOf as idOf } from '../shared/core/config/deployment-config.ts';
import { loadConfig } from './load-config.ts';
import { readSandboxConnection } from './sandbox-connection.ts';
import { plainColours } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface DeploymentOptions {
  /** The deployment's name in the config, or its stable id; default: the only one of the config. */
  readonly deployment?: string;
  readonly config?: string;
}

/** The stable id that the ledger's keys hold. */
export function deploymentIdOf({ deployment, config }: DeploymentOptions, isSandbox: boolean): string {
  const known = readDeployments(config, isSandbox);
  if (deployment !== undefined) return known.get(deployment) ?? deployment;
  const [only, ...others] = known.values();
  if (only === undefined)
    throw new UsageError("there is no config here: name it with --config, or the deployment's id with --deployment");
  if (others.length > 0) throw new UsageError(`name the deployment with --deployment: ${[...known.keys()].join(', ')}`);
  return only;
}

/** `<dagId>/<dagRunId>`: no DAG id holds a slash, a run id may. */
export function parseRun(run: string, deploymentId: string): RunKey {
  const slash = run.indexOf('/');
  if (slash < 1 || slash === run.length - 1)
    throw new UsageError(`${run} names no run: write it as <dagId>/<dagRunId>`);
  return { deploymentId, dagId: run.slice(0, slash), dagRunId: run.slice(slash + 1) };
}

/** A running sandbox says itself what it looks after: it may have been started with any config. */
function readDeployments(file: string | undefined, isSandbox: boolean): ReadonlyMap<string, string> {
  const config =
    isSandbox && file === undefined ? readSandboxConnection().config : loadConfig(file, { colours: plainColours });
  if (config === null) return new Map();
  return new Map(Object.entries(config.deployments).map(([name, deployment]) => [name, idOf(deployment)]));
}
