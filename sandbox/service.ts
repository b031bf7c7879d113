import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type FunctionName, functionNames, serviceSettings } from '../infra/service-settings.ts';
import { emulatorCredentials, emulatorRegion } from './emulators/credentials.ts';
import { type DynamoDbEmulator, startDynamoDb } from './emulators/dynamodb.ts';
import { type SecretsEmulator, startSecretsManager } from './emulators/secrets-manager.ts';
import { type SqsSnsEmulator, startSqsSns } from './emulators/sqs-sns.ts';
import { startEventSourceMapping } from './lambda-host/event-source-mapping.ts';
import { serveFunctionUrl } from './lambda-host/function-url.ts';
import { createLambdaFunction, type LambdaFunction } from './lambda-host/lambda-function.ts';
import { startSchedule } from './lambda-host/schedule.ts';

export interface ServiceOptions {
  /** Where `bundleFunctions` put the bundles. */
  readonly bundles: string;
  readonly sweepEveryMs: number;
  /** Every line that a function prints. */
  readonly onLine: (line: string, functionName: FunctionName) => void;
  /** Where data is kept between starts; undefined: nothing is kept. */
  readonly keepFolder?: string | undefined;
  /** The webhook's port; 0: any free one. */
  readonly port?: number | undefined;
  readonly visibilityTimeoutMs?: number | undefined;
}

/** The whole service on one machine: the deployed bundles in Lambda's own runtime loop, their AWS services over real protocols. */
export interface Service {
  readonly ingestUrl: string;
  readonly dynamoDb: DynamoDbEmulator;
  readonly sqsSns: SqsSnsEmulator;
  readonly secrets: SecretsEmulator;
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  /** As a deploy does: new invocations run what stands in the bundles' folders now. */
  redeploy(): void;
  stop(): Promise<void>;
}

const receiveCountMax = 5;
const visibilityTimeoutMsDefault = 10_000;

export async function startService(options: ServiceOptions): Promise<Service> {
  const { bundles, onLine, keepFolder, sweepEveryMs, visibilityTimeoutMs = visibilityTimeoutMsDefault } = options;
  const folderOf = (name: string) => (keepFolder === undefined ? undefined : join(keepFolder, name));
  const times = { visibilityTimeoutSeconds: Math.ceil(visibilityTimeoutMs / 1_000), receiveCountMax };
  const [dynamoDb, sqsSns, secrets] = await Promise.all([
    startDynamoDb(folderOf('dynamodb')),
    startSqsSns(times, folderOf('sqs')),
    startSecretsManager(),
  ]);
  const environment = environmentOf({ dynamoDb, sqsSns, secrets });
  const create = (name: FunctionName): LambdaFunction => {
    const { memoryMb, timeoutMs } = serviceSettings[name];
    return createLambdaFunction({ name, folder: join(bundles, name), memoryMb, timeoutMs, environment }, (line) =>
      onLine(line, name),
    );
  };
  const functions = { ingest: create('ingest'), remediate: create('remediate'), sweep: create('sweep') };
  const client = new SQSClient({ endpoint: sqsSns.url, region: emulatorRegion, credentials: emulatorCredentials });
  const { batchSize, batchWindowMs } = serviceSettings.remediate;
  const mapping = startEventSourceMapping({
    client,
    queueUrl: sqsSns.queue.url,
    queueArn: sqsSns.queue.arn,
    target: functions.remediate,
    batchSize,
    windowMs: batchWindowMs,
    concurrencyMax: sandboxConcurrency,
  });
  const schedule = startSchedule(functions.sweep, sweepEveryMs);
  const front = await serveFunctionUrl(functions.ingest, options.port);
  return {
    ingestUrl: front.url,
    dynamoDb,
    sqsSns,
    secrets,
    functions,
    redeploy: () => {
      for (const name of functionNames) functions[name].recycle();
    },
    async stop() {
      await front.close();
      await schedule.stop();
      await mapping.stop();
      await Promise.all(functionNames.map((name) => functions[name].stop()));
      client.destroy();
      await Promise.all([dynamoDb.close(), sqsSns.close(), secrets.close()]);
    },
  };
}

/** The smallest that AWS allows, and enough for one machine. */
const sandboxConcurrency = 2;

function environmentOf({
  dynamoDb,
  sqsSns,
  secrets,
}: {
  dynamoDb: DynamoDbEmulator;
  sqsSns: SqsSnsEmulator;
  secrets: SecretsEmulator;
}) {
  return {
    AWS_REGION: emulatorRegion,
    AWS_ACCESS_KEY_ID: emulatorCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulatorCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_SQS: sqsSns.url,
    AWS_ENDPOINT_URL_SNS: sqsSns.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    QUEUE_URL: sqsSns.queue.url,
    DEAD_LETTER_QUEUE_URL: sqsSns.deadLetters.url,
    TABLE_NAME: dynamoDb.tableName,
    REPLAY_TABLE_NAME: dynamoDb.replayTableName,
    TOPIC_ARN: sqsSns.topicArn,
  };
}
