import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, type PolicyStatementProps, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  CfnEventInvokeConfig,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type FunctionName, serviceSettings } from './service-settings.ts';
import type { Surroundings } from './surroundings.ts';

export interface ServiceFunctionProps extends Surroundings {
  readonly name: FunctionName;
  readonly environment: Readonly<Record<string, string>>;
  /** Null, the default: what the account has left. */
  readonly reservedConcurrency?: number | null;
}

/** What becomes of an event that AWS invoked a function with and that failed. */
export interface FailedEvents {
  readonly retryAttempts: 0 | 2;
  readonly ageSecondsMax?: number;
  /** Null: nothing is kept. */
  readonly keptIn: IQueue | null;
}

/** What everything calls the functions by. */
const liveAlias = 'live';

/** The services through which a function uses the key. */
type KeyUser = 'sqs' | 'sns' | 'secretsmanager' | 'dynamodb';

/**
 * One function of the service: its bundle, its log group, and a role that may do nothing but write to it until more is allowed.
 * It is called by its alias `live` alone: a deploy moves that once the new version is whole, and what runs ends as it began.
 */
export class ServiceFunction extends Construct {
  readonly live: IFunction;
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly #role: Role;
  readonly #surroundings: Surroundings;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { name, bundles, environment, isDisposable, key, aws, network, reservedConcurrency = null } = props;
    const { memoryMb, timeoutMs } = serviceSettings[name];
    const removalPolicy = isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    this.#surroundings = props;
    this.logGroup = new LogGroup(this, 'Logs', { retention: aws.logRetentionDays, encryptionKey: key, removalPolicy });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logGroup.logGroupArn]);
    if (network !== null) this.#allowNetwork();
    this.lambda = new LambdaFunction(this, 'Function', {
      description: `Airmend's ${name} function`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(bundles, name)),
      memorySize: memoryMb,
      timeout: Duration.millis(timeoutMs),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Of Lambda's own lines only those that tell of trouble: the others cost as much as ours, and its metrics hold the same.
      systemLogLevelV2: SystemLogLevel.WARN,
      role: this.#role,
      // Nothing here may call itself; should it ever, it stops after sixteen rounds.
      recursiveLoop: RecursiveLoop.TERMINATE,
      // A version that is no longer live is kept to roll back to.
      currentVersionOptions: { removalPolicy },
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: Stack.of(this).stackName,
        ...environment,
      },
      ...(network ?? {}),
      ...(reservedConcurrency === null ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
    });
    Validations.of(this.lambda).acknowledge(
      { id: 'Serverless-LambdaDLQ', reason: notAsynchronous },
      { id: 'Serverless-LambdaTracing', reason: notTraced },
    );
    // CDK's classes say `role: IRole | undefined` where its interfaces say `role?: IRole`: one and the same but to this compiler.
    const version = this.lambda.currentVersion as IVersion;
    this.live = new Alias(this, 'Live', { aliasName: liveAlias, version }) as IFunction;
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(sid: string, actions: readonly string[], resources: readonly string[]): void {
    this.#state({ sid, actions: [...actions], resources: [...resources] });
  }

  /** CDK's own way would allow more than sending to the queue. */
  handleFailedEvents({ retryAttempts, ageSecondsMax, keptIn }: FailedEvents): CfnEventInvokeConfig {
    const settings = new CfnEventInvokeConfig(this, 'FailedEvents', {
      functionName: this.lambda.functionName,
      qualifier: liveAlias,
      maximumRetryAttempts: retryAttempts,
      ...(ageSecondsMax === undefined ? {} : { maximumEventAgeInSeconds: ageSecondsMax }),
      ...(keptIn === null ? {} : { destinationConfig: { onFailure: { destination: keptIn.queueArn } } }),
    });
    settings.node.addDependency(this.live);
    if (keptIn !== null) this.allow('KeepFailedEvents', ['sqs:SendMessage'], [keptIn.queueArn]);
    return settings;
  }

  /** Allows the key's use on behalf of these services, and not by the function itself. */
  allowKeyThrough(services: readonly KeyUser[]): void {
    const others = services.filter((service) => service !== 'dynamodb');
    if (others.length > 0) this.#allowKey('UseKeyInTransit', ['kms:Decrypt', 'kms:GenerateDataKey'], others);
    if (others.length < services.length) this.#allowKey('UseKeyOfTable', tableKeyActions, ['dynamodb']);
  }

  #allowKey(sid: string, actions: readonly string[], services: readonly KeyUser[]): void {
    const { region, urlSuffix } = Stack.of(this);
    const through = services.map((service) => `${service}.${region}.${urlSuffix}`);
    const conditions = { StringEquals: { 'kms:ViaService': through } };
    this.#state({ sid, actions: [...actions], resources: [this.#surroundings.key.keyArn], conditions });
  }

  /** Lambda makes the function's network interfaces with the function's role; the function's own code may not. */
  #allowNetwork(): void {
    const actions = [...interfaceActions];
    this.#state({ sid: 'AttachToNetwork', actions, resources: ['*'] });
    this.#state({
      sid: 'OnlyLambdaItself',
      effect: Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': `arn:${Stack.of(this).partition}:lambda:*:*:function:*` } },
    });
    Validations.of(this.#role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        "Lambda makes and removes the function's network interfaces: EC2 has no resource to name before they are there. The function's own code is denied the same actions.",
    });
  }

  #state(statement: PolicyStatementProps): void {
    this.#role.addToPolicy(new PolicyStatement(statement));
  }
}

const notAsynchronous =
  'Ingest answers its caller, remediate its queue, and a sweep that fails is done by the next. Where ingest is invoked by events, its alias has a destination for failures.';
const notTraced =
  'A tracer costs a third of a bundle and of a cold start. Logs carry the ids from the alert to the write, and what took long is in the incident.';

const interfaceActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
] as const;

/** What DynamoDB needs of the caller for a table with a key of the customer's. */
const tableKeyActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;
