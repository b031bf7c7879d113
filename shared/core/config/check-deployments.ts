import { allDags } from '../airflow/run.ts';
import type { Fault } from '../diagnostics/diagnostic.ts';
import { type DeploymentConfig, deploymentIdOf } from './deployment-config.ts';

type Deployments = Readonly<Record<string, DeploymentConfig>>;
type Path = readonly string[];

/** What a schema can't say of the deployments: which keys belong to which kind, and that no two are one Airflow. */
export function checkDeployments(deployments: Deployments): Fault[] {
  const own = Object.entries(deployments).flatMap(([name, deployment]) => {
    const path = ['deployments', name];
    return deployment.kind === 'astro-core-v1alpha1' ? checkAstro(path, deployment) : checkAirflow(path, deployment);
  });
  return own.length > 0 ? own : sharedIds(deployments);
}

function checkAstro(path: Path, deployment: DeploymentConfig): Fault[] {
  const needed = ['organizationId', 'workspaceId', 'runtimeId'] as const;
  const { id, authentication, dags } = deployment;
  return [
    ...needed.filter((key) => deployment[key] === undefined).map((key) => missing(path, key)),
    ...(id === undefined ? [] : [foreign(path, 'id', "leave it out: on Astro `runtimeId` is the deployment's id")]),
    ...(authentication === 'bearer' ? [] : [wrongAuthentication(path, deployment, 'bearer')]),
    ...(dags?.includes(allDags) ? [everyDag(path, dags.indexOf(allDags))] : []),
  ];
}

function everyDag(path: Path, place: number): Fault {
  const message = 'this API can not search every DAG';
  const help = 'name the DAGs, or use `airflow-2` or `airflow-3`';
  return { code: 'wrong-value', path: [...path, 'dags', place], message, help };
}

function checkAirflow(path: Path, deployment: DeploymentConfig): Fault[] {
  const { kind, id, runtimeId, baseUrl, authentication, tokenKey } = deployment;
  const other = kind === 'airflow-2' ? 'password' : 'basic';
  return [
    ...(baseUrl === undefined ? [missing(path, 'baseUrl')] : checkBaseUrl(path, baseUrl)),
    ...(id === undefined && runtimeId === undefined ? [missing(path, 'id')] : []),
    ...(id !== undefined && runtimeId !== undefined
      ? [foreign(path, 'id', 'leave it out: `runtimeId` is the id')]
      : []),
    ...(authentication === other
      ? [wrongAuthentication(path, deployment, other === 'basic' ? 'password' : 'basic')]
      : []),
    ...(authentication !== 'bearer' && tokenKey !== null
      ? [foreign(path, 'tokenKey', 'leave it out: the secret holds `username` and `password`')]
      : []),
  ];
}

function checkBaseUrl(path: Path, baseUrl: string): Fault[] {
  if (!/\/api(\/v\d+)?\/?$/.test(new URL(baseUrl).pathname)) return [];
  const message = 'the address of Airflow itself is wanted, not that of its API';
  const help = `write \`${baseUrl.replace(/\/api(\/v\d+)?\/?$/, '')}\``;
  return [{ code: 'wrong-value', path: [...path, 'baseUrl'], message, help }];
}

function missing(path: Path, key: string): Fault {
  return { code: 'missing-key', path: [...path, key], message: `the key \`${key}\` is missing` };
}

function foreign(path: Path, key: string, help: string): Fault {
  return { code: 'foreign-key', path: [...path, key], message: `\`${key}\` has no meaning here`, help };
}

function wrongAuthentication(path: Path, { kind, authentication }: DeploymentConfig, right: string): Fault {
  const message = `\`${kind}\` does not take \`${authentication}\``;
  return { code: 'wrong-value', path: [...path, 'authentication'], message, help: `use \`${right}\`` };
}

/** Two names for one Airflow would keep two ledgers of one truth. */
function sharedIds(deployments: Deployments): Fault[] {
  const firsts = new Map<string, string>();
  return Object.entries(deployments).flatMap(([name, deployment]): Fault[] => {
    const id = deploymentIdOf(deployment);
    const first = firsts.get(id);
    if (first === undefined) firsts.set(id, name);
    if (first === undefined) return [];
    const key = deployment.runtimeId === undefined ? 'id' : 'runtimeId';
    const message = `\`${first}\` has the same \`${key}\``;
    return [
      { code: 'shared-runtime', path: ['deployments', name, key], message, help: 'give each deployment its own' },
    ];
  });
}
