import type { Config } from '../config/config.ts';
import { deploymentIdOf } from '../config/deployment-config.ts';
import type { SourceConfig } from '../config/source-config.ts';
import type { DeploymentChoice } from './resolve-deployment.ts';

/** What the config says of the deployments that a source speaks for. */
export function toDeploymentChoice(
  { deployments: allowed, defaultDeployment, lookup }: SourceConfig,
  deployments: Config['deployments'],
): DeploymentChoice {
  const names = Object.keys(deployments);
  const ids = Object.entries(deployments).map(([name, one]): [string, string] => [deploymentIdOf(one), name]);
  return {
    known: new Map([...names.map((name): [string, string] => [name, name]), ...ids]),
    allowed: new Set(allowed),
    byDefault: defaultDeployment ?? (allowed.length === 1 ? allowed[0] : undefined),
    lookup: new Map(Object.entries(lookup).map(([label, table]) => [label, new Map(Object.entries(table))])),
  };
}
