import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { renderStatement, renderValue, type Statement, statement, statementsOfKey } from '../statements.ts';
import { exampleConfig, synthesize } from '../synthesize.ts';

const own = synthesize(exampleConfig('several-deployments'));
const brought = synthesize(exampleConfig('own-network'));
const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

/** What is encrypted: the type, and where the key stands. */
const encrypted = [
  ['AWS::SQS::Queue', 'KmsMasterKeyId'],
  ['AWS::SNS::Topic', 'KmsMasterKeyId'],
  ['AWS::SecretsManager::Secret', 'KmsKeyId'],
  ['AWS::Logs::LogGroup', 'KmsKeyId'],
  ['AWS::DynamoDB::Table', 'SSESpecification'],
] as const;

describe('encryption', () => {
  test.each(encrypted)("every %s has the stack's key", (type, property) => {
    const resources = Object.values(own.findResources(type));
    expect(resources.length).toBeGreaterThan(0);
    for (const { Properties } of resources) expect(renderValue(Properties[property])).toContain('AirmendKey.Arn');
  });

  test.each(encrypted)("every %s has the team's key where one is brought, and the stack none", (type, property) => {
    for (const { Properties } of Object.values(brought.findResources(type)))
      expect(renderValue(Properties[property])).toContain(keyArn);
    brought.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('the key is rotated, and stays when the stack is deleted', () => {
    own.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });
});

describe("the key's policy", () => {
  const statementOf = (sid: string) => {
    const found = statementsOfKey(own).find(({ Sid }) => Sid === sid);
    return found === undefined ? undefined : `${renderValue(found.Principal)} | ${renderStatement(found)}`;
  };

  test('lets CloudWatch Logs encrypt log groups of this account', () => {
    expect(statementOf('LogGroupsAreEncrypted')).toBe(
      'Service: logs.$Region.$URLSuffix | LogGroupsAreEncrypted: kms:Encrypt, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey*, kms:DescribeKey on * if ArnLike: kms:EncryptionContext:aws:logs:arn: arn:$Partition:logs:$Region:$AccountId:log-group:*',
    );
  });

  test.each([
    ['lets alarms reach their encrypted topic', 'AlarmsReachTheirTopic', 'cloudwatch.amazonaws.com'],
    ['lets EventBridge keep failed events', 'FailedEventsReachTheDeadLetters', 'events.amazonaws.com'],
    ["lets SNS deliver to a team's encrypted queue", 'EscalationsReachSubscribedQueues', 'sns.amazonaws.com'],
  ])('%s, for this account alone', (_what, sid, service) => {
    expect(statementOf(sid)).toBe(
      `Service: ${service} | ${sid}: kms:Decrypt, kms:GenerateDataKey* on * if StringEquals: aws:SourceAccount: $AccountId`,
    );
  });
});

describe('in transit', () => {
  test('queues and topics refuse plain http', () => {
    const deny = Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    const policies = { PolicyDocument: { Statement: Match.arrayWith([deny]) } };
    own.resourcePropertiesCountIs('AWS::SQS::QueuePolicy', policies, 2);
    const topics = Object.keys(own.findResources('AWS::SNS::Topic')).length;
    own.resourcePropertiesCountIs('AWS::SNS::TopicPolicy', policies, topics);
  });
});

describe('secrets', () => {
  test("a token's has no value, a sender's is generated: no value ever stands in a template", () => {
    for (const { Properties } of Object.values(own.findResources('AWS::SecretsManager::Secret'))) {
      expect(Properties).not.toHaveProperty('SecretString');
      const isToken = String(Properties['Name']).endsWith('/token');
      expect(Object.hasOwn(Properties, 'GenerateSecretString')).toBe(!isToken);
    }
  });
});

describe('logs', () => {
  test("hold of Lambda's own lines only those of trouble", () => {
    own.allResourcesProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    });
  });

  test('are kept as long as the config says, in groups that the stack owns', () => {
    own.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    for (const { Properties } of Object.values(own.findResources('AWS::Lambda::Function')))
      expect(renderValue(Properties['LoggingConfig'])).toContain('Logs');
  });
});

describe('the page for a key of your own', () => {
  test('has the statements that the stack gives its own key', () => {
    const page = readFileSync('docs/operations/security.md', 'utf8');
    const written = z.array(statement).parse(JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''));
    const given = statementsOfKey(own).filter(({ Sid }) => Sid !== undefined);
    const render = (one: Statement) =>
      `${renderValue(one.Principal)} | ${renderStatement(one)}`
        .replaceAll('$Partition', 'aws')
        .replaceAll('$Region', 'eu-west-1')
        .replaceAll('$AccountId', '123456789012')
        .replaceAll('$URLSuffix', 'amazonaws.com');
    expect(written.map(render)).toEqual(given.map(render));
  });
});
