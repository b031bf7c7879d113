import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';
import type { WorkMessage } from '../../core/incident/work-message.ts';
import { QueueError, type WorkQueue } from '../../ports/queue.ts';

/** SQS's own limits of one batch. */
const batchEntriesMax = 10;
const batchBytesMax = 256 * 1_024;
/** SQS can't delay by more. */
const delaySecondsMax = 900;
const batchTriesMax = 3;

/** The failure queue. Rejects with a `QueueError` unless SQS took every message; nothing of the library's error is passed on. */
export function createSqsWorkQueue({ client, queueUrl }: { client: SQSClient; queueUrl: string }): WorkQueue {
  return {
    async send(messages, { delaySeconds }) {
      const bodies = messages.map((message) => JSON.stringify(message satisfies WorkMessage));
      const delay = Math.min(Math.max(0, Math.round(delaySeconds)), delaySecondsMax);
      for (const batch of intoBatches(bodies)) await sendBatch(client, queueUrl, batch, delay);
    },
  };
}

async function sendBatch(
  client: SQSClient,
  QueueUrl: string,
  bodies: readonly string[],
  DelaySeconds: number,
): Promise<void> {
  let entries: SendMessageBatchRequestEntry[] = bodies.map((MessageBody, index) => ({
    Id: String(index),
    MessageBody,
    DelaySeconds,
  }));
  for (let attempt = 1; ; attempt += 1) {
    const failed = await failedOf(client, QueueUrl, entries);
    if (failed.length === 0) return;
    if (attempt === batchTriesMax)
      throw new QueueError(`SQS did not take ${failed.length} of ${entries.length} messages`);
    const ids = new Set(failed);
    entries = entries.filter(({ Id }) => Id !== undefined && ids.has(Id));
  }
}

/** The ids that SQS refused. A batch can fail in part although the call succeeds. */
async function failedOf(
  client: SQSClient,
  QueueUrl: string,
  Entries: SendMessageBatchRequestEntry[],
): Promise<string[]> {
  try {
    const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    return (Failed ?? []).flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
  } catch (error) {
    throw new QueueError(`SQS could not be reached (${error instanceof Error ? error.name : 'unknown'})`);
  }
}

/** At most ten messages and 256 KiB a batch. */
function intoBatches(bodies: readonly string[]): string[][] {
  const batches: string[][] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    const open = batches.at(-1);
    if (open === undefined || open.length === batchEntriesMax || bytes + size > batchBytesMax) {
      batches.push([body]);
      bytes = size;
    } else {
      open.push(body);
      bytes += size;
    }
  }
  return batches;
}
