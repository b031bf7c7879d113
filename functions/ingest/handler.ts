import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import { createLogJournal } from '../../shared/adapters/powertools/journal.ts';
import { createMetrics, createMetricsJournal, publishMetrics } from '../../shared/adapters/powertools/metrics.ts';
import { createCachedSecrets } from '../../shared/adapters/secrets-manager/cached-secrets.ts';
import { createSecretsManager } from '../../shared/adapters/secrets-manager/secrets-manager.ts';
import { createSnsEndpoint } from '../../shared/adapters/sns-endpoint/sns-endpoint.ts';
import { createSqsWorkQueue } from '../../shared/adapters/sqs/work-queue.ts';
import { remembersDeliveries } from '../../shared/core/sources/authentication/remembers-deliveries.ts';
import { schemes } from '../../shared/core/sources/authentication/schemes.ts';
import { sources } from '../../shared/core/sources/sources.ts';
import type { ReplayCache } from '../../shared/ports/replay-cache.ts';
import { readBundledConfig } from '../runtime/bundled-files.ts';
import { lazily } from '../runtime/lazily.ts';
import { configureSources } from './configured-sources.ts';
import { readIngestEnvironment, readReplayEnvironment } from './environment.ts';
import { createIngest } from './ingest.ts';
import { type HttpEvent, toIngestRequest, toInvocation } from './request.ts';

/** A rotated secret is good within this time; both values of a rotation are good meanwhile. */
const secretTtlMs = 60_000;
/** While Secrets Manager is away, a secret that was good stays good. */
const secretStaleForMs = 3_600_000;

const metrics = createMetrics();

const ingest = lazily(() => {
  const { queueUrl } = readIngestEnvironment(process.env);
  const config = readBundledConfig(new URL('.', import.meta.url));
  return createIngest({
    sources: configureSources(config, sources),
    schemes,
    secrets: createCachedSecrets({
      secrets: createSecretsManager(),
      ttlMs: secretTtlMs,
      staleForMs: secretStaleForMs,
      now: Date.now,
    }),
    snsEndpoint: createSnsEndpoint(),
    loadReplayCache: remembersDeliveries(Object.values(config.sources)) ? lazily(loadReplayCache) : undefined,
    queue: createSqsWorkQueue({ client: new SQSClient({}), queueUrl }),
    delaySeconds: config.intervals.debounce / 1_000,
    journal: createMetricsJournal(metrics, createLogJournal(new Logger({ serviceName: 'airmend-ingest' }))),
    clock: Date.now,
    createId: randomUUID,
  });
});

/** DynamoDB's client comes along only where it is needed: without it a cold start is faster. */
async function loadReplayCache(): Promise<ReplayCache> {
  const { replayTableName } = readReplayEnvironment(process.env);
  const { createDynamoReplayCache } = await import('../../shared/adapters/dynamodb/replay-cache.ts');
  return createDynamoReplayCache({ tableName: replayTableName });
}

export const handler = middy<HttpEvent>()
  .use(publishMetrics(metrics))
  .handler((event) => {
    const invocation = toInvocation(event);
    return invocation === null ? ingest().post(toIngestRequest(event)) : ingest().invoke(invocation);
  });
