import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import type { LambdaFunction } from './lambda-function.ts';

export interface EventSourceMapping {
  stop(): Promise<void>;
}

export interface EventSourceMappingOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly target: LambdaFunction;
  readonly batchSize: number;
  /** How long a batch may be gathered. */
  readonly windowMs: number;
  readonly concurrencyMax: number;
}

const batchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).optional() })
  .nullable();

/**
 * What Lambda does between an SQS queue and a function: gathers batches, invokes with bounded concurrency, deletes what succeeded.
 * What failed or was never answered becomes visible again after the queue's visibility timeout, and lands in the DLQ in the end.
 */
export function startEventSourceMapping(options: EventSourceMappingOptions): EventSourceMapping {
  const stopping = new AbortController();
  const pollers = Array.from({ length: options.concurrencyMax }, () => poll(options, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(pollers);
    },
  };
}

async function poll(options: EventSourceMappingOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const batch = await gather(options, signal);
    if (batch.length > 0) await deliver(options, batch);
  }
}

async function gather(
  { client, queueUrl, batchSize, windowMs }: EventSourceMappingOptions,
  signal: AbortSignal,
): Promise<Message[]> {
  const batch: Message[] = [];
  let closesAt = Number.POSITIVE_INFINITY;
  while (batch.length < batchSize && Date.now() < closesAt && !signal.aborted) {
    const received = await receive(
      client,
      queueUrl,
      { most: Math.min(10, batchSize - batch.length), waitSeconds: batch.length === 0 ? 1 : 0 },
      signal,
    );
    if (received.length === 0 && batch.length > 0) break;
    if (received.length > 0 && batch.length === 0) closesAt = Date.now() + windowMs;
    batch.push(...received);
  }
  return batch;
}

async function receive(
  client: SQSClient,
  QueueUrl: string,
  { most, waitSeconds }: { most: number; waitSeconds: number },
  abortSignal: AbortSignal,
): Promise<Message[]> {
  try {
    const query = { QueueUrl, MaxNumberOfMessages: most, WaitTimeSeconds: waitSeconds };
    const { Messages } = await client.send(
      new ReceiveMessageCommand({ ...query, MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] }),
      { abortSignal },
    );
    return Messages ?? [];
  } catch (error) {
    if (abortSignal.aborted) return [];
    throw error;
  }
}

async function deliver(options: EventSourceMappingOptions, batch: readonly Message[]): Promise<void> {
  const result = await options.target.invoke(toEvent(batch, options.queueArn));
  const failed =
    result.kind === 'answered' ? failedOf(result.payload, batch) : new Set(batch.map(({ MessageId }) => MessageId));
  const done = batch.filter(({ MessageId }) => !failed.has(MessageId));
  for (let start = 0; start < done.length; start += 10) {
    const Entries = done
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await options.client.send(new DeleteMessageBatchCommand({ QueueUrl: options.queueUrl, Entries }));
  }
}

/** Lambda's reading of a partial batch response: empty means that all succeeded, a malformed one that all failed. */
function failedOf(payload: string, batch: readonly Message[]): ReadonlySet<string | undefined> {
  const all = new Set(batch.map(({ MessageId }) => MessageId));
  const parsed = batchResponse.safeParse(JSON.parse(payload === '' ? 'null' : payload));
  if (!parsed.success) return all;
  const response: SQSBatchResponse = { batchItemFailures: parsed.data?.batchItemFailures ?? [] };
  const failed = new Set<string | undefined>(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  return [...failed].every((id) => all.has(id)) ? failed : all;
}

function toEvent(batch: readonly Message[], eventSourceARN: string): SQSEvent {
  return {
    Records: batch.map(({ MessageId, ReceiptHandle, Body, Attributes, MD5OfBody }) => ({
      messageId: MessageId ?? '',
      receiptHandle: ReceiptHandle ?? '',
      body: Body ?? '',
      attributes: {
        ApproximateReceiveCount: Attributes?.ApproximateReceiveCount ?? '1',
        SentTimestamp: Attributes?.SentTimestamp ?? '0',
        SenderId: Attributes?.SenderId ?? '',
        ApproximateFirstReceiveTimestamp: Attributes?.ApproximateFirstReceiveTimestamp ?? '0',
      },
      messageAttributes: {},
      md5OfBody: MD5OfBody ?? '',
      eventSource: 'aws:sqs',
      eventSourceARN,
      awsRegion: 'us-east-1',
    })),
  };
}
