import Table from 'cli-table3';
import { createDeadLetterQueue } from '../../shared/adapters/sqs/dead-letter-queue.ts';
import { type ReadLetter, readDeadLetter } from '../dead-letters/read-dead-letter.ts';
import { type QueueOptions, withQueues } from '../open-queues.ts';
import { renderAge } from '../render-span.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';
import { parseLimit } from './incidents-list.ts';

export interface DlqListOptions extends QueueOptions {
  readonly limit: string;
  readonly json?: boolean;
}

/** `airmend dlq list`: what could not be handled, oldest first. It stays where it is. */
export async function listDeadLetters(options: DlqListOptions, terminal: Terminal): Promise<ExitCode> {
  const limit = parseLimit(options.limit);
  const letters = await withQueues(options, ({ client, deadLettersUrl }) =>
    createDeadLetterQueue({ client, queueUrl: deadLettersUrl }).list(limit),
  );
  const read = letters.map(readDeadLetter);
  if (options.json === true) for (const letter of read) terminal.write(JSON.stringify(letter));
  else if (read.length === 0) terminal.write('the dead-letter queue is empty');
  else {
    terminal.write(renderTable(read, Date.now()));
    if (read.length === limit) terminal.write(terminal.colours.dim('there may be more: raise --limit'));
  }
  return exitCodes.fine;
}

function renderTable(letters: readonly ReadLetter[], now: number): string {
  const table = new Table({
    head: ['message', 'sent', 'what', 'deployment', 'about', 'received'],
    style: { head: [], border: [] },
  });
  for (const { messageId, sentAt, type, deployment, about, receiveCount } of letters)
    table.push([messageId, renderAge(now - sentAt), type, deployment ?? '', about, `${receiveCount} ×`]);
  return table.toString();
}
