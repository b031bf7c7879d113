import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { configSchema } from '../../../shared/core/config/config.ts';
import { synthesize } from '../synthesize.ts';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:alarms';
const source = (kind: string, scheme: string, more: Record<string, string> = {}) => ({
  kind,
  deployments: ['production'],
  authentication: { scheme, ...more },
});

function aStack(sources: Record<string, unknown>): Template {
  const config = configSchema.parse({
    version: 1,
    deployments: { production: { organizationId: 'o', workspaceId: 'w', runtimeId: 'r' } },
    channels: { oncall: {} },
    sources,
  });
  return synthesize(config);
}

/** The token's secret apart. */
const secretsOf = (template: Template) =>
  Object.values(template.findResources('AWS::SecretsManager::Secret')).filter(
    ({ Properties }) => Properties['Name'] !== 'airmend/production/token',
  );

describe('the stack', () => {
  test('has no secret for what shares none, and no grant for one', () => {
    const template = aStack({
      alarms: source('aws-sns', 'aws-sns', { topicArn }),
      events: source('eventbridge', 'iam'),
    });
    expect(secretsOf(template)).toEqual([]);
    const policies = template.findResources('AWS::IAM::Policy');
    const ofIngest = Object.entries(policies).filter(([id]) => id.startsWith('AirmendIngest'));
    expect(JSON.stringify(ofIngest)).not.toContain('secretsmanager');
  });

  test('generates secrets that every scheme can use, but for `user:password`, which is chosen', () => {
    const template = aStack({
      hooks: source('standard-webhooks', 'standard-webhooks'),
      ops: source('opsgenie', 'basic'),
    });
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'airmend/source/hooks',
      GenerateSecretString: { PasswordLength: 44, ExcludePunctuation: true },
    });
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'airmend/source/ops',
      GenerateSecretString: Match.absent(),
    });
  });

  test("hands MWAA's alarms to ingest, as the source they are configured for, and keeps what can't be taken", () => {
    const template = aStack({ 'mwaa-alarms': source('eventbridge', 'iam') });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
      Targets: [
        Match.objectLike({
          InputTransformer: {
            InputPathsMap: { f1: '$' },
            InputTemplate: '{"airmendSource":"mwaa-alarms","event":<f1>}',
          },
        }),
      ],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'events.amazonaws.com' });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  test('has no rule and no such permission where nothing is invoked', () => {
    const template = aStack({ alerts: source('alertmanager', 'bearer') });
    template.resourcePropertiesCountIs('AWS::Events::Rule', { EventPattern: Match.anyValue() }, 0);
    template.resourcePropertiesCountIs('AWS::Lambda::EventInvokeConfig', { DestinationConfig: Match.anyValue() }, 0);
  });

  test.each([
    ['where deliveries have ids', source('standard-webhooks', 'standard-webhooks'), 1],
    ['where a signed time is configured', source('grafana', 'grafana-hmac', { timestampHeader: 'x-time' }), 1],
    ['of messages of SNS', source('aws-sns', 'aws-sns', { topicArn }), 1],
    ['not where nothing tells a copy', source('grafana', 'grafana-hmac'), 0],
  ])('remembers deliveries in a table of ingest alone: %s', (_where, settings, tables) => {
    const template = aStack({ told: settings });
    template.resourceCountIs('AWS::DynamoDB::Table', 1 + tables);
    const readers = Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([, policy]) => JSON.stringify(policy).includes('AirmendIngestReplays'))
      .map(([id]) => id.replace(/Ingest.*/, 'Ingest'));
    expect(readers).toEqual(tables === 0 ? [] : ['AirmendIngest']);
  });
});
