import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { until, type World } from '../world.ts';

const poison = 'this is nothing that Airmend wrote';

/** What is not a message of Airmend's is a dead letter at once, with the reason, and nothing else is. */
export async function poisonIsParked({ sqs, stack }: World): Promise<string> {
  await sqs.send(new SendMessageCommand({ QueueUrl: stack.output('FailureQueue'), MessageBody: poison }));
  const bodies: string[] = [];
  await until('the poison is parked', async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: stack.output('DeadLetterQueue'), MaxNumberOfMessages: 10 }),
    );
    bodies.push(...Messages.map(({ Body }) => Body ?? ''));
    return bodies.length > 0;
  });
  if (bodies.some((body) => body !== poison)) throw new Error(`there is another dead letter: ${bodies.join(' | ')}`);
  return 'one dead letter, and no other';
}
