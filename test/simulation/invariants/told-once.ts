import type { Invariant } from './invariant.ts';

/**
 * One final notification per incident generation and channel: what is told of an ending has one id per run, generation and channel,
 * however often it is sent; and no process sends one id twice.
 */
export function toldOnce(): Invariant {
  const finals = new Map<string, string>();
  const byProcess = new Set<string>();
  return {
    name: 'one final notification',
    see(happening, { violated }) {
      if (happening.kind !== 'told') return;
      const { notificationId, kind, channel, details } = happening.notification;
      const sending = `${happening.process.name} ${notificationId}`;
      if (byProcess.has(sending)) violated(`${sending} was sent twice`);
      byProcess.add(sending);
      if (kind !== 'ended') return;
      const final = [details['dagId'], details['dagRunId'], details['generation'], channel].join('/');
      const known = finals.get(final);
      if (known !== undefined && known !== notificationId)
        violated(`${final} was told as ${known} and ${notificationId}`);
      finals.set(final, notificationId);
    },
  };
}
