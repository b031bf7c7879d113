import { parentPort, workerData } from 'node:worker_threads';
import type { AirflowModel } from '../../../sandbox/airflow-model/airflow-model.ts';
import { startDynamoDb } from '../../../sandbox/emulators/dynamodb.ts';
import { startSecretsManager } from '../../../sandbox/emulators/secrets-manager.ts';
import { startSqsSns } from '../../../sandbox/emulators/sqs-sns.ts';
import { startSimulatedAstro } from '../../../sandbox/simulated-astro.ts';
import type { TableUnits } from './dynamodb-units.ts';
import { startMeter } from './meter.ts';
import { meterDynamoDb } from './meter-dynamodb.ts';
import type { Answer, Ask, Counts, WorldSetup } from './world.ts';

/** The world around the functions, in a thread of its own: what it takes is not charged to them. */
const { deployments, secrets, clock } = workerData as WorldSetup;
const time = new Float64Array(clock);
// The whole world lives by the clock that the measurement moves: an hour passes at once.
Date.now = () => time[0] ?? 0;

const units: TableUnits = { read: 0, write: 0, indexWrite: 0 };
const requests = new Map<string, number>();
const count = (operation: string) => void requests.set(operation, (requests.get(operation) ?? 0) + 1);
/** No emulator's clock can be moved while it waits: what is delayed is there at once, and the measurement waits for it. */
const withoutDelay = (body: string) => body.replaceAll(/"DelaySeconds":\d+/g, '"DelaySeconds":0');

const [dynamoDb, sqsSns, secretsManager, astro] = await Promise.all([
  startDynamoDb(),
  startSqsSns({ visibilityTimeoutSeconds: 43_200, receiveCountMax: 5 }),
  startSecretsManager(),
  startSimulatedAstro({
    deployments,
    onCall: ({ operationId, isDryRun }) =>
      count(isDryRun === true ? `airflow:${operationId} (dry run)` : `airflow:${operationId}`),
    onEvent: () => {},
  }),
]);
const counted = (
  request: { operation: string; body: string },
  passOn: (body: string) => ReturnType<Parameters<Parameters<typeof startMeter>[1]>[1]>,
) => {
  count(request.operation);
  return passOn(withoutDelay(request.body));
};
const [dynamoDbUrl, sqsUrl, secretsUrl] = await Promise.all([
  meterDynamoDb(dynamoDb.url, units, count),
  startMeter(sqsSns.url, counted),
  startMeter(secretsManager.url, counted),
]);
for (const [name, value] of Object.entries(secrets)) secretsManager.put(name, value);
for (const { name } of deployments) secretsManager.put(`airmend/${name}/token`, astro.tokens.get(name) ?? null);

const path = (url: string) => new URL(url).pathname;
const answer = (message: Answer) => parentPort?.postMessage(message);
answer({
  kind: 'ready',
  astroUrl: astro.url,
  environment: {
    AWS_ENDPOINT_URL_SQS: sqsUrl,
    AWS_ENDPOINT_URL_SNS: sqsUrl,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
    QUEUE_URL: `${sqsUrl}${path(sqsSns.queue.url)}`,
    DEAD_LETTER_QUEUE_URL: `${sqsUrl}${path(sqsSns.deadLetters.url)}`,
    TABLE_NAME: dynamoDb.tableName,
    REPLAY_TABLE_NAME: dynamoDb.replayTableName,
    TOPIC_ARN: sqsSns.topicArn,
  },
});

parentPort?.on('message', (ask: Ask) => {
  const model = modelOf(ask.kind === 'count' ? '' : ask.deployment);
  switch (ask.kind) {
    case 'count': {
      const counts: Counts = { requests: Object.fromEntries(requests), units: { ...units } };
      return answer({ kind: 'counts', counts });
    }
    case 'add-dag':
      model?.addDag(ask.dag, Date.now());
      return answer({ kind: 'done' });
    case 'trigger':
      model?.triggerRun({ dagId: ask.dagId, dagRunId: ask.dagRunId, logicalAt: Date.now() }, Date.now());
      return answer({ kind: 'done' });
  }
});

function modelOf(deployment: string): AirflowModel | undefined {
  return astro.models.get(deployment);
}
