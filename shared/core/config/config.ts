import * as z from 'zod';
import { aws } from './aws.ts';
import { intervals } from './intervals.ts';
import { name, secretName } from './name.ts';
import { type SourceConfig, sourceConfig } from './source-config.ts';

const astroId = z.string().min(1).max(100);

const deployment = z
  .strictObject({
    kind: z
      .enum(['astro-core-v1alpha1'])
      .default('astro-core-v1alpha1')
      .describe('The API that Airmend speaks to this deployment.'),
    organizationId: astroId.describe("Astro's id of the organization."),
    workspaceId: astroId.describe("Astro's id of the workspace."),
    runtimeId: astroId.describe(
      "Astro's id of the deployment (runtime). The ledger's keys hold it: the name can change.",
    ),
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'a URL starts with https:// (http:// only for this machine)' })
      .default('https://api.astronomer.io/v1alpha1')
      .describe('Where the API is.'),
    airflowUrl: z
      .url({ protocol: /^https?$/, error: 'a URL starts with https://' })
      .nullable()
      .default(null)
      .describe('The Airflow UI, for links in messages.'),
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
      .default([])
      .describe(
        'DAGs that are searched for failed runs even if no alert ever named them. This API has no list of DAGs.',
      ),
    adoptFailuresSince: z.iso
      .datetime({ offset: true })
      .nullable()
      .default(null)
      .describe("Act on failures from this time on, where it is earlier than the deployment's first sweep."),
  })
  .describe('One Airflow that Airmend looks after.');

const channel = z
  .strictObject({ description: z.string().max(200).default('').describe('For whom it is.') })
  .describe('Somebody who can be told. Subscribe to the topic with a filter on the message attribute `channel`.');

/** The config: schema, type and docs in one. */
export const configSchema = z.strictObject({
  version: z.literal(1).describe('The version of this format.'),
  policy: z.string().min(1).default('airmend.policy.json').describe('The policy file, relative to this one.'),
  deployments: z.record(name, deployment).describe('By name, as people and the policy call them.'),
  sources: z.record(name, sourceConfig).describe('By name, as in their URL.'),
  channels: z.record(name, channel).describe("By name, as the policy's `escalate` calls them."),
  defaultChannel: name
    .optional()
    .describe('Hears of what no rule names a channel for. Needed where there are several channels.'),
  intervals: intervals.prefault({}).describe('How long things wait. The defaults suit production.'),
  aws: aws.prefault({}).describe('How the stack is set up in AWS. The defaults suit production.'),
  removal: z
    .enum(['retain', 'destroy'])
    .default('retain')
    .describe('`retain` protects the ledger when the stack is deleted; `destroy` leaves nothing.'),
});

export type Config = z.output<typeof configSchema>;
export type DeploymentConfig = Config['deployments'][string];

/** The secret that holds a deployment's API token. */
export function tokenSecretOf(name: string, { tokenSecret }: DeploymentConfig): string {
  return tokenSecret ?? `airmend/${name}/token`;
}

/** The secret that a source's sender shares with Airmend. */
export function sourceSecretOf(source: string, { authentication: { secret } }: SourceConfig): string {
  return secret ?? `airmend/source/${source}`;
}

/** Who hears of what no rule names a channel for: the config names it where there are several. */
export function defaultChannelOf({ channels, defaultChannel }: Config): string {
  return defaultChannel ?? Object.keys(channels)[0] ?? 'default';
}
