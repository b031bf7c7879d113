import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { serviceSettings } from '../../../infra/service-settings.ts';
import { renderValue, statementsOfRole } from '../statements.ts';
import { exampleConfig, synthesize } from '../synthesize.ts';

const config = exampleConfig('several-deployments');
const template = synthesize(config);
const disposable = synthesize({ ...config, removal: 'destroy' });

describe('the queue', () => {
  test("hides a message for six times its function's time", () => {
    expect(serviceSettings.queue.visibilityTimeoutMs).toBeGreaterThanOrEqual(6 * serviceSettings.remediate.timeoutMs);
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: serviceSettings.queue.visibilityTimeoutMs / 1_000,
      RedrivePolicy: { maxReceiveCount: serviceSettings.queue.receiveCountMax },
    });
  });

  test('keeps messages as long as SQS can, and so do the dead letters', () => {
    template.allResourcesProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 3_600 });
  });

  test('feeds partial batches back, and is bounded where it is read, never by reserved concurrency', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: serviceSettings.remediate.concurrencyMax },
      BatchSize: serviceSettings.remediate.batchSize,
    });
    const reserved = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([, { Properties }]) =>
      Object.hasOwn(Properties, 'ReservedConcurrentExecutions'),
    );
    expect(reserved.map(([id]) => id.replace(/Function.*/, ''))).toEqual(['AirmendIngest']);
  });

  test('reserves nothing for ingest unless the config says so', () => {
    synthesize(exampleConfig('minimal')).allResourcesProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
    });
  });
});

describe('the functions', () => {
  test('run Node 24 on arm64 and stop loops', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      RecursiveLoop: 'Terminate',
    });
  });

  test('are called by their alias alone: what runs during a deploy ends as it began', () => {
    template.resourceCountIs('AWS::Lambda::Alias', 3);
    template.hasResourceProperties('AWS::Lambda::Url', { Qualifier: 'live' });
    template.allResources('AWS::Lambda::EventInvokeConfig', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('Live')]),
      Properties: { Qualifier: 'live' },
    });
    const called = [
      ...valuesOf(template, 'AWS::Lambda::EventSourceMapping', 'FunctionName'),
      ...valuesOf(template, 'AWS::Events::Rule', 'Targets'),
      ...valuesOf(template, 'AWS::Lambda::Permission', 'FunctionName'),
    ];
    for (const target of called) expect(target).toContain('Live');
  });

  /** What starts each of them, by the part of a statement's resource that would name it. */
  test.each([
    ['Ingest', ['AirmendIngestIngestFunction', 'AirmendIngestIngestLive', 'events:']],
    ['Remediate', ['AirmendFailuresQueue', 'AirmendRemediateRemediateFunction', 'AirmendRemediateRemediateLive']],
    ['Sweep', ['AirmendSweepSweepFunction', 'AirmendSweepSweepLive', 'events:']],
  ] as const)('%s can not write to what starts it', (name, triggers) => {
    const writes = statementsOfRole(template, name).filter(({ Action }) =>
      /sqs:SendMessage|lambda:|events:|scheduler:/.test([Action].flat().join()),
    );
    for (const { Resource } of writes)
      for (const trigger of triggers) expect(renderValue(Resource)).not.toContain(trigger);
  });
});

describe('a sweep that fails', () => {
  test('is tried again by nobody: the next one does the same', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [Match.objectLike({ RetryPolicy: { MaximumRetryAttempts: 0 } })],
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('Sweep') },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });
});

describe('the ledger', () => {
  test('can be restored to any moment and is kept when the stack is deleted', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });

  test('has the index over what is due, and forgets what is over', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [Match.objectLike({ IndexName: 'due' })],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });
});

describe('a stack that is to leave nothing', () => {
  test('keeps nothing and protects nothing', () => {
    const kept = Object.entries(disposable.toJSON()['Resources']).filter(([, resource]) =>
      /"(DeletionPolicy|UpdateReplacePolicy)":"(Retain|RetainExceptOnCreate|Snapshot)"/.test(JSON.stringify(resource)),
    );
    expect(kept.map(([id]) => id)).toEqual([]);
    disposable.resourcePropertiesCountIs('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true }, 0);
  });
});

function valuesOf(from: Template, type: string, property: string): string[] {
  return Object.values(from.findResources(type)).map(({ Properties }) => renderValue(Properties[property]));
}
