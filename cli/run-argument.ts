import { existsSync, readFileSync } from 'node:fs';
import type { RunKey } from '../shared/core/airflow/run.ts';
import { parseConfig } from '../shared/core/config/parse-config.ts';
import { UsageError } from './usage-error.ts';

export interface DeploymentOptions {
  /** The deployment's name in the config, or its stable id; default: the only one of the config. */
  readonly deployment?: string;
  readonly config?: string;
}

const configDefault = 'airmend.config.json';
/** The sandbox's own deployment, when its config is not at hand. */
const sandboxDeployment = { name: 'sandbox', id: 'sandbox-runtime' } as const;

/** The stable id that the ledger's keys hold. */
export function deploymentIdOf({ deployment, config }: DeploymentOptions, isSandbox: boolean): string {
  const known = readDeployments(config, isSandbox);
  if (deployment !== undefined) return known.get(deployment) ?? deployment;
  const [only, ...others] = known.values();
  if (only === undefined || others.length > 0)
    throw new UsageError(
      `name the deployment with --deployment: ${[...known.keys()].join(', ') || 'the config names none'}`,
    );
  return only;
}

/** `<dagId>/<dagRunId>`: no DAG id holds a slash, a run id may. */
export function parseRun(run: string, deploymentId: string): RunKey {
  const slash = run.indexOf('/');
  if (slash < 1 || slash === run.length - 1)
    throw new UsageError(`${run} names no run: write it as <dagId>/<dagRunId>`);
  return { deploymentId, dagId: run.slice(0, slash), dagRunId: run.slice(slash + 1) };
}

function readDeployments(config: string | undefined, isSandbox: boolean): ReadonlyMap<string, string> {
  if (isSandbox && config === undefined) return new Map([[sandboxDeployment.name, sandboxDeployment.id]]);
  const file = config ?? configDefault;
  if (!existsSync(file))
    throw new UsageError(
      `there is no config at ${file}: name it with --config, or the deployment's id with --deployment`,
    );
  const parsed = parseConfig({ file, text: readFileSync(file, 'utf8') });
  if (!parsed.ok) throw new UsageError(`${file} does not load: ${parsed.diagnostics[0]?.message ?? ''}`);
  return new Map(Object.entries(parsed.config.deployments).map(([name, { runtimeId }]) => [name, runtimeId]));
}
