import type { Incident } from '../core/incident/incident.ts';
import { NotifierError } from '../ports/notifier.ts';
import type { LookWorld } from './look-world.ts';
import { swapIncident } from './swap.ts';

/**
 * Sends what waits in an incident's outbox and notes what was sent: at least once, with the same id each time.
 * `dueAtAfter` is when the next look is due then, unless another look has begun and decides that.
 */
export async function sendOutbox(
  { run, looks }: Pick<Incident, 'run' | 'looks'>,
  dueAtAfter: number | null,
  world: LookWorld,
): Promise<void> {
  const stored = await world.ledger.readIncident(run);
  const unsent = stored?.item.outbox.filter(({ sentAt }) => sentAt === null) ?? [];
  const sent = new Set<string>();
  for (const notification of unsent) {
    const { notificationId, channel, kind } = notification;
    const about = { run, deployment: world.deployment.name, notificationId };
    try {
      await world.notifier.send(notification);
      sent.add(notificationId);
      world.journal.note({ event: 'told', ...about, channel, kind });
    } catch (error) {
      if (!(error instanceof NotifierError)) throw error;
      world.journal.note({ event: 'telling-failed', ...about, detail: error.message });
    }
  }
  await noteSent({ run, looks }, sent, dueAtAfter, world);
}

async function noteSent(
  { run, looks }: Pick<Incident, 'run' | 'looks'>,
  sent: ReadonlySet<string>,
  dueAtAfter: number | null,
  world: LookWorld,
): Promise<void> {
  if (sent.size === 0) return;
  const now = world.clock();
  await swapIncident(world.ledger, run, (incident) => {
    if (incident === null) return null;
    const outbox = incident.outbox.map((one) => (sent.has(one.notificationId) ? { ...one, sentAt: now } : one));
    const allSent = outbox.every(({ sentAt }) => sentAt !== null);
    const isLatest = incident.looks === looks;
    return { ...incident, outbox, dueAt: allSent && isLatest ? dueAtAfter : incident.dueAt };
  });
}
