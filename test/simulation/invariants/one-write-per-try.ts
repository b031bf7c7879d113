import type { Happening } from '../happening.ts';
import { type Chronicle, clockSlackMs, type KnownIntent, keyOf } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';
import { describe } from './proved-writes.ts';

/**
 * At most one decided write per root and try.
 * - An intent is recorded for a root (task instance, tryNumber, maxTries) only if every earlier intent for the same root is over:
 *   known as refused, or past its `settleBy` without an effect on the root that the new intent's listing could show
 *   (unless a person acted on the run since: a task can be set back to failed without a new try).
 * - A request is sent once per intent, only by the process that recorded it, for the same tasks, not after `sendBy` on its own clock.
 */
export function oneWritePerTry(): Invariant {
  return {
    name: 'one decided write per root and try',
    see(happening, context) {
      if (happening.kind === 'recorded') judgeIntent(happening, context);
      if (happening.kind === 'sent') judgeSent(happening, context);
    },
  };
}

function judgeIntent({ process, incident }: Extract<Happening, { kind: 'recorded' }>, context: Context): void {
  const { chronicle, world, violated } = context;
  const newest = chronicle.intents.at(-1);
  if (newest === undefined || newest.intent !== incident.intent || newest.process !== process) return;
  const roots = rootKeys(newest);
  for (const earlier of chronicle.intents) {
    if (earlier === newest || earlier.isRefused || keyOf(earlier.run) !== keyOf(newest.run)) continue;
    const repeated = rootKeys(earlier).find((root) => roots.includes(root));
    if (repeated === undefined) continue;
    const { intentId, settleBy } = earlier.intent;
    if (world.time.now < settleBy - clockSlackMs)
      violated(`${newest.intent.intentId} repeats ${intentId} in flight on ${repeated}`);
    else if (hadShown(earlier, newest) && !wasUndone(earlier, chronicle))
      violated(`${newest.intent.intentId} repeats ${intentId}, which had worked, on ${repeated}`);
  }
}

function rootKeys({ intent }: KnownIntent): string[] {
  return intent.tasks.flatMap(({ taskId, roots }) =>
    roots.map(({ mapIndex, tryNumber, maxTries }) => `${taskId}[${mapIndex}] at ${tryNumber}/${maxTries}`),
  );
}

/** The earlier write had changed a root when the new one's truth was read. */
function hadShown({ sent, sentAt }: KnownIntent, { listing, intent }: KnownIntent): boolean {
  if (sent === null || sentAt === null || listing === null || listing.at <= sentAt) return false;
  return sent.touched.some(({ before }) =>
    intent.tasks.some(
      ({ taskId, roots }) =>
        taskId === before.taskId &&
        roots.some(
          (root) =>
            root.mapIndex === before.mapIndex &&
            root.tryNumber === before.tryNumber &&
            root.maxTries === before.maxTries,
        ),
    ),
  );
}

/** A person acted on the run after the write, and can have set the task back to failed without a new try. */
function wasUndone({ run, sentAt }: KnownIntent, { actedAt }: Chronicle): boolean {
  return (actedAt.get(keyOf(run)) ?? 0) > (sentAt ?? 0);
}

function judgeSent({ process, sent }: Extract<Happening, { kind: 'sent' }>, { chronicle, violated }: Context): void {
  const { write, startedAt } = sent;
  const known = chronicle.intentOf(process, write.request);
  if (known === null) {
    violated(`${describe(write)} was sent without a recorded intent`);
    return;
  }
  const { intent } = known;
  if (known.sentAt !== null) violated(`${intent.intentId} was sent twice`);
  if (startedAt + process.skewMs > intent.sendBy) violated(`${intent.intentId} was sent too late`);
  const named =
    write.kind === 'clear' ? write.request.taskIds : write.kind === 'setState' ? [write.request.taskId] : [];
  const intended = intent.tasks.map(({ taskId }) => taskId);
  if (named.join() !== intended.join()) violated(`${intent.intentId} recorded [${intended}] and sent [${named}]`);
}
