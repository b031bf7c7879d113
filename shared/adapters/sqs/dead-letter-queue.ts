import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { QueueError } from '../../ports/queue.ts';

/** A message that could not be handled, as it lies in the dead-letter queue. Times are epoch ms. */
export interface DeadLetter {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  readonly receiveCount: number;
  /** Why it was parked; null: it was received too often instead. */
  readonly reason: string | null;
}

export interface DeadLetterQueue {
  /** At most `limit`, oldest first. They stay where they are. */
  list(limit: number): Promise<DeadLetter[]>;
  /**
   * Sends the chosen ones to another queue, each deleted only after that queue took it: a crash in between makes a copy and
   * loses nothing. What comes in meanwhile is left alone. How many were moved.
   */
  move(queueUrl: string, choose: (letter: DeadLetter) => boolean): Promise<number>;
}

/** SQS hides what is received for so long: enough to read on, and little enough if this process dies. */
const hiddenSeconds = 60;
/** SQS spreads a queue over hosts: an answer is empty only after waiting. */
const waitSeconds = 1;
const batchMax = 10;

interface Received {
  readonly letter: DeadLetter;
  readonly receipt: string;
}

export function createDeadLetterQueue({ client, queueUrl }: { client: SQSClient; queueUrl: string }): DeadLetterQueue {
  return {
    async list(limit) {
      const received: Received[] = [];
      try {
        for await (const batch of receiveAll(client, queueUrl)) if (received.push(...batch) >= limit) break;
      } finally {
        await release(client, queueUrl, received);
      }
      return received
        .map(({ letter }) => letter)
        .toSorted((one, other) => one.sentAt - other.sentAt)
        .slice(0, limit);
    },
    async move(target, choose) {
      const startedAt = Date.now();
      const left = new Set<Received>();
      let moved = 0;
      try {
        for await (const batch of receiveAll(client, queueUrl)) {
          for (const one of batch) left.add(one);
          for (const one of batch) {
            if (one.letter.sentAt > startedAt || !choose(one.letter)) continue;
            await moveOne(client, one, { from: queueUrl, to: target });
            left.delete(one);
            moved += 1;
          }
        }
      } finally {
        await release(client, queueUrl, [...left]);
      }
      return moved;
    },
  };
}

async function moveOne(client: SQSClient, { letter, receipt }: Received, queues: { from: string; to: string }) {
  const send = new SendMessageCommand({ QueueUrl: queues.to, MessageBody: letter.body });
  await ask('SendMessage', client.send(send));
  const remove = new DeleteMessageCommand({ QueueUrl: queues.from, ReceiptHandle: receipt });
  await ask('DeleteMessage', client.send(remove));
}

/** Every message once, as SQS hands them out, until none is left that was not seen. */
async function* receiveAll(client: SQSClient, QueueUrl: string): AsyncGenerator<Received[]> {
  const seen = new Set<string>();
  for (;;) {
    const receive = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: batchMax,
      VisibilityTimeout: hiddenSeconds,
      WaitTimeSeconds: waitSeconds,
      MessageAttributeNames: ['reason'],
      MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
    });
    const { Messages = [] } = await ask('ReceiveMessage', client.send(receive));
    const fresh = Messages.map(toReceived).filter(({ letter }) => !seen.has(letter.messageId));
    if (fresh.length === 0) return;
    for (const { letter } of fresh) seen.add(letter.messageId);
    yield fresh;
  }
}

/** What was only looked at can be received again at once. Failing that, SQS shows it again by itself. */
async function release(client: SQSClient, QueueUrl: string, received: readonly Received[]): Promise<void> {
  for (let start = 0; start < received.length; start += batchMax) {
    const Entries = received
      .slice(start, start + batchMax)
      .map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt, VisibilityTimeout: 0 }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries })).catch(() => undefined);
  }
}

function toReceived({
  MessageId = '',
  Body = '',
  ReceiptHandle = '',
  Attributes,
  MessageAttributes,
}: Message): Received {
  return {
    receipt: ReceiptHandle,
    letter: {
      messageId: MessageId,
      body: Body,
      sentAt: Number(Attributes?.SentTimestamp ?? 0),
      receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 0),
      reason: MessageAttributes?.['reason']?.StringValue ?? null,
    },
  };
}

async function ask<Answer>(operation: string, asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    throw new QueueError(`SQS did not do ${operation} (${error instanceof Error ? error.name : 'unknown'})`);
  }
}
