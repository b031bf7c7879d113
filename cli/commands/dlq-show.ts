import { createDeadLetterQueue } from '../../shared/adapters/sqs/dead-letter-queue.ts';
import { readDeadLetter } from '../dead-letters/read-dead-letter.ts';
import { type QueueOptions, withQueues } from '../open-queues.ts';
import { renderAge } from '../render-span.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';

export interface DlqShowOptions extends QueueOptions {
  readonly json?: boolean;
}

/** SQS can't read one message by its id: so many are looked through. */
const searchedMax = 1_000;

/** `airmend dlq show`: one dead letter, whole, and why it is there. */
export async function showDeadLetter(
  messageId: string,
  options: DlqShowOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const letters = await withQueues(options, ({ client, deadLettersUrl }) =>
    createDeadLetterQueue({ client, queueUrl: deadLettersUrl }).list(searchedMax),
  );
  const letter = letters.find((one) => one.messageId === messageId);
  if (letter === undefined) {
    terminal.complain(`the dead-letter queue has no message ${messageId} among its first ${searchedMax}`);
    return exitCodes.faulty;
  }
  if (options.json === true) {
    terminal.write(JSON.stringify(letter));
    return exitCodes.fine;
  }
  const { type, about, deployment, sentAt } = readDeadLetter(letter);
  const lines: [string, string][] = [
    ['sent', `${new Date(sentAt).toISOString()}, ${renderAge(Date.now() - sentAt)}`],
    ['what', deployment === null ? type : `${type}, for ${deployment}`],
    ['about', about],
    [
      'why',
      letter.reason ??
        'it was received too often and never handled: the logs say why, under `message-failed` or a time-out',
    ],
  ];
  terminal.write(terminal.colours.strong(messageId));
  for (const [name, value] of lines) terminal.write(`  ${name.padEnd(6)} ${value}`);
  terminal.write(letter.body);
  return exitCodes.fine;
}
