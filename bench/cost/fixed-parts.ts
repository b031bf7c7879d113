import { App, Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import { Airmend } from '../../infra/airmend.ts';
import { parseConfig } from '../../shared/core/config/parse-config.ts';
import type { FixedParts } from './price.ts';

const template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

export interface StackKind {
  readonly deployments: number;
  readonly sources: number;
  /** Dashboard and alarms. */
  readonly isWatched: boolean;
}

/** Counts in the real template what costs by the month. `bundles`: built ones; what they hold does not matter here. */
export function countFixedParts(kind: StackKind, bundles: string): Omit<FixedParts, 'metrics'> {
  const config = parseConfig({ text: JSON.stringify(aConfig(kind)) });
  if (!config.ok) throw new TypeError('the config of the measurement does not load');
  const app = new App();
  const stack = new Stack(app, 'Airmend');
  new Airmend(stack, 'Airmend', { config: config.config, bundles });
  const { Resources } = template.parse(app.synth().getStackByName('Airmend').template);
  const types = Object.values(Resources).map(({ Type }) => Type);
  const count = (type: string) => types.filter((one) => one === type).length;
  return {
    secrets: count('AWS::SecretsManager::Secret'),
    keys: count('AWS::KMS::Key'),
    alarms: count('AWS::CloudWatch::Alarm') + count('AWS::CloudWatch::CompositeAlarm'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
  };
}

function aConfig({ deployments, sources, isWatched }: StackKind) {
  const named = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
  const deploymentNames = named(deployments, 'deployment');
  return {
    version: 1,
    deployments: Object.fromEntries(
      deploymentNames.map((name) => [name, { organizationId: 'o', workspaceId: 'w', runtimeId: `runtime-of-${name}` }]),
    ),
    sources: Object.fromEntries(
      named(sources, 'source').map((name) => [
        name,
        { kind: 'alertmanager', deployments: deploymentNames, authentication: { scheme: 'bearer' } },
      ]),
    ),
    channels: { oncall: {} },
    aws: { alarms: isWatched, dashboard: isWatched },
  };
}
