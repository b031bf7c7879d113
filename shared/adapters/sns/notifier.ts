import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type Notifier, NotifierError } from '../../ports/notifier.ts';

/** SNS takes 256 KB a message; a story is cut long before. */
const textCharsMax = 60_000;

/** Tells people by one SNS topic: text for e-mail, JSON for machines, the channel and the stable id as attributes to filter and deduplicate on. */
export function createSnsNotifier({ client, topicArn }: { client: SNSClient; topicArn: string }): Notifier {
  return {
    async send({ notificationId, channel, kind, subject, text, details }) {
      const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
      const readable = text.slice(0, textCharsMax);
      const machine = JSON.stringify({ notificationId, channel, kind, subject, ...details });
      try {
        await client.send(
          new PublishCommand({
            TopicArn: topicArn,
            Subject: toSubject(subject),
            MessageStructure: 'json',
            // Every other protocol gets the default.
            Message: JSON.stringify({ default: machine, email: readable }),
            MessageAttributes: {
              channel: attribute(channel),
              kind: attribute(kind),
              notificationId: attribute(notificationId),
            },
          }),
        );
      } catch (error) {
        throw new NotifierError(`SNS did not take the message (${error instanceof Error ? error.name : 'unknown'})`);
      }
    },
  };
}

/** SNS wants a subject of printable ASCII without line breaks, at most 100 characters. */
function toSubject(subject: string): string {
  return (
    subject
      .replace(/[^\x20-\x7e]+/g, '?')
      .trim()
      .slice(0, 100) || 'Airmend'
  );
}
