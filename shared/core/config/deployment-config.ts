import * as z from 'zod';
import { allDags } from '../airflow/run.ts';
import { ConfigError } from './config-error.ts';
import { secretName } from './name.ts';

/** The APIs that Airmend speaks. */
export const deploymentKinds = ['astro-core-v1alpha1', 'airflow-2', 'airflow-3'] as const;

const stableId = z.string().min(1).max(100);
const url = (error: string) => z.url({ protocol: /^https?$/, error });

/** One Airflow. Which keys belong to which kind is checked by `checkDeployments`. */
export const deploymentConfig = z
  .strictObject({
    kind: z
      .enum(deploymentKinds)
      .default('astro-core-v1alpha1')
      .describe(
        "The API that Airmend speaks to this deployment: Astronomer's core API, or the REST API of Airflow 2 (2.4 to 2.11) or 3 (3.0 to 3.3), on Astro too. See the guide, which API to choose.",
      ),
    organizationId: stableId.optional().describe("Astro's id of the organization. Needed by `astro-core-v1alpha1`."),
    workspaceId: stableId.optional().describe("Astro's id of the workspace. Needed by `astro-core-v1alpha1`."),
    runtimeId: stableId
      .optional()
      .describe("Astro's id of the deployment (runtime). The ledger's keys hold it: the name can change."),
    id: stableId
      .optional()
      .describe('A stable id of your own, for an Airflow that is not on Astro. It takes the place of `runtimeId`.'),
    baseUrl: url('a URL starts with https:// (http:// only for this machine)')
      .optional()
      .describe(
        'Where the API is. `airflow-2`, `airflow-3`: the address of Airflow itself, without `/api/…`. Default of `astro-core-v1alpha1`: `https://api.astronomer.io/v1alpha1`.',
      ),
    airflowUrl: url('a URL starts with https://')
      .nullable()
      .default(null)
      .describe('The Airflow UI, for links in messages.'),
    authentication: z
      .enum(['bearer', 'basic', 'password'])
      .default('bearer')
      .describe(
        '`bearer`: the secret is a token, sent as it is (Astro, managed platforms). `basic`: user and password with each request (`airflow-2`). `password`: user and password, exchanged for a token at `/auth/token` (`airflow-3`). Then the secret is `{"username": "…", "password": "…"}`.',
      ),
    tokenSecret: secretName
      .optional()
      .describe('The secret in AWS Secrets Manager that holds the API token. Default: `airmend/<deployment>/token`.'),
    tokenKey: z
      .string()
      .min(1)
      .max(100)
      .nullable()
      .default(null)
      .describe('The key of the token, where the secret is a JSON object.'),
    mode: z
      .enum(['observe', 'enforce'])
      .default('enforce')
      .describe(
        '`observe` keeps this deployment from being written to whatever the policy says. The strictest of policy, rule and deployment wins.',
      ),
    dags: z
      .array(z.string().min(1).max(250))
      .max(1_000)
      .optional()
      .describe(
        'DAGs that are searched for failed runs even if no alert ever named them; `~` is every DAG. Default: every DAG, and with `astro-core-v1alpha1`, which has no list of them, none.',
      ),
    adoptFailuresSince: z.iso
      .datetime({ offset: true })
      .nullable()
      .default(null)
      .describe("Act on failures from this time on, where it is earlier than the deployment's first sweep."),
  })
  .describe('One Airflow that Airmend looks after.');

export type DeploymentConfig = z.output<typeof deploymentConfig>;

/** The id that the ledger's keys hold and that alerts may name. */
export function deploymentIdOf({ id, runtimeId }: Pick<DeploymentConfig, 'id' | 'runtimeId'>): string {
  const known = runtimeId ?? id;
  if (known === undefined) throw new ConfigError('a deployment has neither `runtimeId` nor `id`');
  return known;
}

/** The DAGs that are searched for failed runs. */
export function searchedDagsOf({ kind, dags }: Pick<DeploymentConfig, 'kind' | 'dags'>): readonly string[] {
  return dags ?? (kind === 'astro-core-v1alpha1' ? [] : [allDags]);
}

/** What an adapter needs to know, by kind. */
export type ApiAddress =
  | {
      readonly kind: 'astro-core-v1alpha1';
      readonly organizationId: string;
      readonly workspaceId: string;
      readonly runtimeId: string;
      readonly baseUrl: string;
    }
  | {
      readonly kind: 'airflow-2' | 'airflow-3';
      readonly baseUrl: string;
      readonly authentication: DeploymentConfig['authentication'];
    };

const astroBaseUrl = 'https://api.astronomer.io/v1alpha1';

/** Throws a ConfigError where a key is missing that `checkDeployments` asks for. */
export function apiAddressOf(name: string, deployment: DeploymentConfig): ApiAddress {
  const { kind, authentication, baseUrl, organizationId, workspaceId, runtimeId } = deployment;
  if (kind === 'astro-core-v1alpha1') {
    if (organizationId === undefined || workspaceId === undefined || runtimeId === undefined)
      throw new ConfigError(`deployment \`${name}\`: one of Astro's ids is missing`);
    return { kind, organizationId, workspaceId, runtimeId, baseUrl: baseUrl ?? astroBaseUrl };
  }
  if (baseUrl === undefined) throw new ConfigError(`deployment \`${name}\`: its \`baseUrl\` is missing`);
  return { kind, baseUrl, authentication };
}
