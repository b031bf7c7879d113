import type { Notification } from '../../../shared/core/incident/notification.ts';
import { clockSlackMs } from './chronicle.ts';
import type { Invariant } from './invariant.ts';

/**
 * One final notification per incident generation and channel: what is told of an ending has one id per run, generation and channel,
 * however often it is sent; no process sends one id twice; and what holds the whole deployment is told once for all the failures before it
 * (a process that is frozen between taking the telling and sending can't be kept from sending, and what it sends then is as old as its taking).
 */
export function toldOnce(): Invariant {
  const finals = new Map<string, string>();
  const byProcess = new Set<string>();
  const together = new Map<string, { id: string; at: number }>();
  return {
    name: 'one final notification',
    see(happening, { world, violated }) {
      if (happening.kind !== 'told') return;
      const { notification, process } = happening;
      const { notificationId, kind, channel, details } = notification;
      const sending = `${process.name} ${notificationId}`;
      if (byProcess.has(sending)) violated(`${sending} was sent twice`);
      byProcess.add(sending);
      const again = process.wasStruck ? null : toldTogether(together, notification, world.time.now);
      if (again !== null) violated(again);
      if (kind !== 'ended') return;
      const final = [details['dagId'], details['dagRunId'], details['generation'], channel].join('/');
      const known = finals.get(final);
      if (known !== undefined && known !== notificationId)
        violated(`${final} was told as ${known} and ${notificationId}`);
      finals.set(final, notificationId);
    },
  };
}

/** What is wrong with a message for the whole deployment; null: nothing. One that is repeated by its own sender is the same message. */
function toldTogether(
  known: Map<string, { id: string; at: number }>,
  { notificationId, together }: Notification,
  now: number,
): string | null {
  if (together === undefined) return null;
  const before = known.get(together.cause);
  if (before === undefined || before.id !== notificationId) known.set(together.cause, { id: notificationId, at: now });
  if (before === undefined || before.id === notificationId || before.at < together.since + clockSlackMs) return null;
  return `${notificationId} was sent although ${before.id} had told of ${together.cause} since the failure`;
}
