import { GetQueueAttributesCommand, type QueueAttributeName, type SQSClient } from '@aws-sdk/client-sqs';
import { UsageError } from '../usage-error.ts';
import { type Found, findingsOf } from './finding.ts';
import type { Installation } from './installation.ts';

const names = {
  waiting: 'ApproximateNumberOfMessages',
  inFlight: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const satisfies Record<string, QueueAttributeName>;

/** More than this waiting is a backlog: ten looks a message group, ten groups at once, a second each. */
const backlogMin = 1_000;

export async function examineQueues({ queues }: Installation): Promise<Found[]> {
  const { warning } = findingsOf(null);
  if (!queues.ok) return [warning('they were not looked at', queues.why)];
  const { client, deadLettersUrl, queueUrl } = queues.value;
  try {
    return [await examineFailures(client, queueUrl()), await examineDeadLetters(client, deadLettersUrl)];
  } catch (error) {
    if (error instanceof UsageError) return [warning('they were not looked at', error.message)];
    throw error;
  }
}

async function examineFailures(client: SQSClient, url: string): Promise<Found> {
  const { good, warning, bad } = findingsOf('failure queue');
  const count = await countMessages(client, url);
  if (count === null) return bad('it does not answer', 'are the region and the credentials those of the stack?');
  const { waiting, inFlight, delayed } = count;
  const says = `${waiting} waiting, ${delayed} delayed, ${inFlight} being worked on`;
  return waiting < backlogMin
    ? good(says)
    : warning(`${says}: a backlog`, 'is the event source mapping of the remediate function enabled, and does it fail?');
}

async function examineDeadLetters(client: SQSClient, url: string): Promise<Found> {
  const { good, warning, bad } = findingsOf('dead-letter queue');
  const count = await countMessages(client, url);
  if (count === null) return bad('it does not answer', 'are the region and the credentials those of the stack?');
  const messages = count.waiting + count.inFlight + count.delayed;
  return messages === 0
    ? good('empty')
    : warning(
        `${messages} message(s) could not be handled`,
        '`airmend dlq list` shows them, `airmend dlq redrive` puts them back',
      );
}

async function countMessages(client: SQSClient, QueueUrl: string): Promise<Record<keyof typeof names, number> | null> {
  try {
    const AttributeNames = Object.values(names);
    const { Attributes = {} } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    const read = (name: QueueAttributeName) => Number(Attributes[name] ?? 0);
    return { waiting: read(names.waiting), inFlight: read(names.inFlight), delayed: read(names.delayed) };
  } catch {
    // The SDK's error can hold the request; that it failed is all that is told.
    return null;
  }
}
