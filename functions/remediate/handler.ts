import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createMetrics, publishMetrics } from '../../shared/adapters/powertools/metrics.ts';
import { lazily } from '../runtime/lazily.ts';
import { connect } from './connect.ts';

/** Left of the function's time for what follows the last API call: the ledger's record. */
const reserveMs = 5_000;

const metrics = createMetrics();
const connected = lazily(() => connect(process.env, new URL('.', import.meta.url), metrics));
const processor = new BatchProcessor(EventType.SQS);

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(publishMetrics(metrics))
  .handler(async (event: SQSEvent, context: Context) => {
    const { remediate, logger } = connected();
    const deadlineAt = Date.now() + context.getRemainingTimeInMillis() - reserveMs;
    const handleRecord = async ({ body, messageId }: SQSRecord): Promise<void> => {
      try {
        await remediate({ messageId, body, deadlineAt });
      } catch (error) {
        logger.error('message-failed', { event: 'message-failed', messageId, error: describe(error) });
        throw error;
      }
    };
    return processPartialResponse(event, handleRecord, processor, { context, throwOnFullBatchFailure: false });
  });

/** Our own errors hold no secret; a library's may, and only its name is told. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return ownErrors.has(error.name) ? `${error.name}: ${error.message}` : error.name;
}

const ownErrors: ReadonlySet<string> = new Set([
  'LedgerError',
  'ConfigError',
  'InvariantError',
  'QueueError',
  'NewerMessageError',
]);
