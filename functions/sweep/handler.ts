import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import * as z from 'zod';
import { createDynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { createLogJournal } from '../../shared/adapters/powertools/journal.ts';
import { createMetrics, createMetricsJournal, publishMetrics } from '../../shared/adapters/powertools/metrics.ts';
import { createSqsWorkQueue } from '../../shared/adapters/sqs/work-queue.ts';
import { deploymentIdOf, searchedDagsOf } from '../../shared/core/config/deployment-config.ts';
import { readBundledConfig, readBundledFile } from '../runtime/bundled-files.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { lazily } from '../runtime/lazily.ts';
import { ledgerTimes } from '../runtime/ledger-times.ts';
import { createSweep } from './sweep.ts';

const bundle = new URL('.', import.meta.url);
const mode = z.enum(['observe', 'enforce']);
/** The policy was validated when the bundle was built; the sweep needs to know only what may act. */
const policyModes = z.object({
  mode: mode.default('observe'),
  rules: z.array(z.object({ name: z.string(), mode: mode.default('enforce') })),
});

const metrics = createMetrics();

const sweep = lazily(() => {
  const { QUEUE_URL, TABLE_NAME } = readEnvironment(process.env, { QUEUE_URL: z.url(), TABLE_NAME: z.string().min(1) });
  const config = readBundledConfig(bundle);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  return createSweep({
    ledger: createDynamoLedger({ client, tableName: TABLE_NAME, ...ledgerTimes }),
    queue: createSqsWorkQueue({ client: new SQSClient({}), queueUrl: QUEUE_URL }),
    journal: createMetricsJournal(metrics, createLogJournal(new Logger({ serviceName: 'airmend-sweep' }))),
    clock: Date.now,
    policy: policyModes.parse(JSON.parse(readBundledFile(bundle, 'airmend.policy.json'))),
    deployments: Object.entries(config.deployments).map(([name, deployment]) => ({
      name,
      deploymentId: deploymentIdOf(deployment),
      mode: deployment.mode,
      dags: searchedDagsOf(deployment),
      adoptFailuresSince: deployment.adoptFailuresSince === null ? null : Date.parse(deployment.adoptFailuresSince),
    })),
    leaseMs: config.intervals.lease,
    discoveryEveryMs: config.intervals.discovery,
  });
});

export const handler = middy()
  .use(publishMetrics(metrics))
  .handler(async () => sweep()());
