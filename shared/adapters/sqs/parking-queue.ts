import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type ParkingQueue, QueueError } from '../../ports/queue.ts';

/** SQS refuses longer attribute values than a message; a reason needs far less. */
const reasonCharsMax = 500;

/** The dead-letter queue, for messages that are not ours: parked at once, with the reason, instead of being retried. */
export function createSqsParkingQueue({ client, queueUrl }: { client: SQSClient; queueUrl: string }): ParkingQueue {
  return {
    async park({ body, reason, messageId }) {
      const text = (StringValue: string) => ({ DataType: 'String', StringValue });
      const MessageAttributes = { reason: text(reason.slice(0, reasonCharsMax)), originalMessageId: text(messageId) };
      try {
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes }));
      } catch (error) {
        throw new QueueError(
          `the dead-letter queue could not be reached (${error instanceof Error ? error.name : 'unknown'})`,
        );
      }
    },
  };
}
