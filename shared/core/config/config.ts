import * as z from 'zod';
import { aws } from './aws.ts';
import { type DeploymentConfig, deploymentConfig } from './deployment-config.ts';
import { intervals } from './intervals.ts';
import { name } from './name.ts';
import { type SourceConfig, sourceConfig } from './source-config.ts';

const channel = z
  .strictObject({ description: z.string().max(200).default('').describe('For whom it is.') })
  .describe('Somebody who can be told. Subscribe to the topic with a filter on the message attribute `channel`.');

/** The config: schema, type and docs in one. */
export const configSchema = z.strictObject({
  version: z.literal(1).describe('The version of this format.'),
  policy: z.string().min(1).default('airmend.policy.json').describe('The policy file, relative to this one.'),
  deployments: z.record(name, deploymentConfig).describe('By name, as people and the policy call them.'),
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
