import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface EncryptionKeyProps {
  /** A key of the team's own; its policy is the team's. Null: the stack gets one. */
  readonly keyArn: string | null;
  readonly isDisposable: boolean;
}

/** The one key of queues, tables, secrets, topics and logs. */
export function createEncryptionKey(scope: Construct, id: string, { keyArn, isDisposable }: EncryptionKeyProps): IKey {
  if (keyArn !== null) return Key.fromKeyArn(scope, id, keyArn);
  const key = new Key(scope, id, {
    description: "Airmend's queues, tables, secrets, topics and logs",
    enableKeyRotation: true,
    removalPolicy: isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    ...(isDisposable ? { pendingWindow: Duration.days(7) } : {}),
  });
  for (const statement of serviceStatements(Stack.of(scope))) key.addToResourcePolicy(statement);
  return key;
}

/**
 * What AWS's services need of the key, beside the account itself. Without them nothing fails at deploy: logs stop, and alarms and
 * failed events silently never arrive.
 */
export function serviceStatements({ partition, region, account, urlSuffix }: Stack): PolicyStatement[] {
  const bySource = { StringEquals: { 'aws:SourceAccount': account } };
  const logs = new PolicyStatement({
    sid: 'LogGroupsAreEncrypted',
    principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
    },
  });
  const publishers = [
    ['AlarmsReachTheirTopic', 'cloudwatch.amazonaws.com'],
    ['FailedEventsReachTheDeadLetters', 'events.amazonaws.com'],
    ['EscalationsReachSubscribedQueues', 'sns.amazonaws.com'],
  ] as const;
  return [
    logs,
    ...publishers.map(
      ([sid, service]) =>
        new PolicyStatement({
          sid,
          principals: [new ServicePrincipal(service)],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
          conditions: bySource,
        }),
    ),
  ];
}
