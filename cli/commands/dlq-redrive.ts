import { createDeadLetterQueue, type DeadLetter } from '../../shared/adapters/sqs/dead-letter-queue.ts';
import { type MessageMove, moveMessages } from '../../shared/adapters/sqs/message-move.ts';
import { readFailureAgeMax } from '../dead-letters/failure-age-max.ts';
import { type ReadLetter, readDeadLetter } from '../dead-letters/read-dead-letter.ts';
import { type QueueOptions, type Queues, withQueues } from '../open-queues.ts';
import { renderSpan } from '../render-span.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';

export interface DlqRedriveOptions extends QueueOptions {
  readonly policy?: string;
}

/** A queue with more than this is moved whole, or not at all by hand. */
const readMax = 1_000;
const waitMs = 5 * 60_000;

/**
 * `airmend dlq redrive [message…]`: back to the failure queue, and nothing is lost on the way. Without names: all that Airmend can
 * read; what it can't would only be parked again. A redriven message says where to look: what is failed there is read anew.
 */
export async function redriveDeadLetters(
  messageIds: readonly string[],
  options: DlqRedriveOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const ageMax = readFailureAgeMax(options.policy);
  return withQueues(options, async (queues) => {
    const letters = await createDeadLetterQueue({ client: queues.client, queueUrl: queues.deadLettersUrl }).list(
      readMax,
    );
    const read = new Map(letters.map((letter) => [letter.messageId, readDeadLetter(letter)]));
    const unknown = messageIds.filter((messageId) => !read.has(messageId));
    for (const messageId of unknown) terminal.complain(`the dead-letter queue has no message ${messageId}`);
    if (unknown.length > 0) return exitCodes.faulty;
    const named = new Set(messageIds);
    const isChosen = ({ messageId, type }: ReadLetter) =>
      named.size === 0 ? type !== 'foreign' : named.has(messageId);
    const chosen = [...read.values()].filter(isChosen);
    if (chosen.length === 0) {
      terminal.write(read.size === 0 ? 'the dead-letter queue is empty' : "nothing here is Airmend's to work on");
      return exitCodes.fine;
    }
    const moved = await move(queues, { isWhole: chosen.length === read.size, isChosen });
    terminal.write(describeMove(moved));
    for (const line of describeRest([...read.values()], chosen, ageMax)) terminal.write(terminal.colours.dim(line));
    return exitCodes.fine;
  });
}

/** SQS moves a whole queue by itself, where the endpoint can; a choice is moved one by one. */
async function move(
  { client, deadLettersUrl, queueUrl }: Queues,
  { isWhole, isChosen }: { isWhole: boolean; isChosen: (letter: ReadLetter) => boolean },
): Promise<Exclude<MessageMove, { kind: 'unsupported' }>> {
  const to = queueUrl();
  const whole: MessageMove = isWhole
    ? await moveMessages(client, { from: deadLettersUrl, to, waitMs })
    : { kind: 'unsupported' };
  if (whole.kind !== 'unsupported') return whole;
  const choose = (letter: DeadLetter) => isChosen(readDeadLetter(letter));
  const moved = await createDeadLetterQueue({ client, queueUrl: deadLettersUrl }).move(to, choose);
  return { kind: 'moved', moved };
}

function describeMove({ kind, moved }: Exclude<MessageMove, { kind: 'unsupported' }>): string {
  return kind === 'moved'
    ? `${moved} message(s) are back in the failure queue`
    : `SQS has moved ${moved} message(s) and goes on by itself: \`airmend dlq list\` shows what is left`;
}

function describeRest(all: readonly ReadLetter[], chosen: readonly ReadLetter[], ageMax: number): string[] {
  const now = Date.now();
  const old = chosen.filter(({ tellsOf }) => tellsOf !== null && now - tellsOf > ageMax).length;
  const foreign =
    all.filter(({ type }) => type === 'foreign').length - chosen.filter(({ type }) => type === 'foreign').length;
  return [
    ...(old > 0
      ? [
          `${old} of them tell of something older than ${renderSpan(ageMax)} (\`guardrails.age\`): what failed then is not acted on any more, it ends as \`too-old\``,
        ]
      : []),
    ...(foreign > 0
      ? [`${foreign} stay: Airmend can not read them and would park them again; \`airmend dlq show\` says why`]
      : []),
  ];
}
