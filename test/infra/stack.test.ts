import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { Airmend } from '../../infra/airmend.ts';
import { loadDocuments } from '../../infra/bundle/load-documents.ts';
import { functionNames, serviceSettings } from '../../infra/service-settings.ts';

const policyStatements = z.looseObject({
  Properties: z.looseObject({
    PolicyDocument: z.looseObject({
      Statement: z.array(z.looseObject({ Action: z.unknown(), Resource: z.unknown() })),
    }),
  }),
});

describe('the stack', () => {
  let template: Template;
  beforeAll(() => {
    const bundles = mkdtempSync(join(tmpdir(), 'airmend-stack-'));
    for (const name of functionNames) {
      mkdirSync(join(bundles, name));
      writeFileSync(join(bundles, name, 'index.mjs'), `// ${name}`);
    }
    const stack = new Stack(new App(), 'Airmend');
    new Airmend(stack, 'Airmend', { config: loadDocuments(resolve('airmend.config.json')).config, bundles });
    template = Template.fromStack(stack);
  });

  /** What a function's role may do, as text: enough to say what must not be in it. */
  const statementsOf = (name: string): string => {
    const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
      id.startsWith(`Airmend${name}`),
    );
    return JSON.stringify(
      policies.map(([, policy]) => policyStatements.parse(policy).Properties.PolicyDocument.Statement),
    );
  };

  test("gives a message six times its function's time before it is seen again", () => {
    expect(serviceSettings.queue.visibilityTimeoutMs).toBeGreaterThanOrEqual(6 * serviceSettings.remediate.timeoutMs);
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: serviceSettings.queue.visibilityTimeoutMs / 1_000,
      RedrivePolicy: Match.anyValue(),
    });
  });

  test('reports partial batches and bounds concurrency at the queue, never at the function', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: serviceSettings.remediate.concurrencyMax },
    });
    template.allResourcesProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
    });
  });

  test("creates the token's secret without a value, and generates the senders'", () => {
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'airmend/production/token',
      SecretString: Match.absent(),
      GenerateSecretString: Match.absent(),
    });
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'airmend/source/alertmanager',
      GenerateSecretString: Match.anyValue(),
    });
  });

  test('lets the world call ingest alone, by both permissions that a Function URL needs', () => {
    template.resourceCountIs('AWS::Lambda::Url', 1);
    for (const Action of ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'])
      template.hasResourceProperties('AWS::Lambda::Permission', { Action, Principal: '*' });
  });

  test('keeps ingest away from tokens and the ledger', () => {
    expect(statementsOf('Ingest')).not.toMatch(/dynamodb|sns:|TokenProduction|Tokenproduction/);
    expect(statementsOf('Ingest')).toContain('secretsmanager:GetSecretValue');
  });

  test('keeps remediate from the queue it is fed by, but for receiving', () => {
    const statements = statementsOf('Remediate');
    const sends = z
      .array(z.array(z.looseObject({ Action: z.unknown(), Resource: z.unknown() })))
      .parse(JSON.parse(statements))
      .flat()
      .filter(({ Action }) => JSON.stringify(Action).includes('sqs:SendMessage'));
    expect(sends).toHaveLength(1);
    expect(JSON.stringify(sends)).toContain('DeadLetters');
    expect(statements).not.toContain('Sourcealertmanager');
  });

  test('gives the sweep neither a secret nor the topic', () => {
    expect(statementsOf('Sweep')).not.toMatch(/secretsmanager|sns:/);
  });

  test('grants nothing on everything', () => {
    for (const name of ['Ingest', 'Remediate', 'Sweep']) expect(statementsOf(name)).not.toMatch(/"Resource":"\*"|:\*"/);
  });

  test('protects the ledger unless the config says that nothing is to be left', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
  });

  test('refuses plain http at the queues and the topic', () => {
    template.resourceCountIs('AWS::SQS::QueuePolicy', 2);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});
