import { nameRuns } from '../core/incident/compose-deployment-notification.ts';
import { claimTelling } from '../core/incident/control.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { Notification } from '../core/incident/notification.ts';
import { unsentOf } from '../core/incident/outbox.ts';
import { NotifierError } from '../ports/notifier.ts';
import type { LookWorld } from './look-world.ts';
import { swapControl, swapIncident } from './swap.ts';

/**
 * Sends what waits in an incident's outbox and notes what was sent: at least once, with the same id each time.
 * What concerns the whole deployment is sent by the first run that tells it; for the others it then is told.
 * `dueAtAfter` is when the next look is due then, unless another look has begun and decides that; `unchanged`: as it stands.
 */
export async function sendOutbox(
  { run, looks }: Pick<Incident, 'run' | 'looks'>,
  dueAtAfter: DueAtAfter,
  world: LookWorld,
): Promise<void> {
  const stored = await world.ledger.readIncident(run);
  const unsent = unsentOf(stored?.item.outbox ?? []);
  const sent = new Set<string>();
  for (const notification of unsent) {
    const { notificationId, channel, kind } = notification;
    const about = { run, deployment: world.deployment.name, notificationId };
    try {
      const telling = await claim(notification, world);
      if (telling === 'unsure') continue;
      if (telling === 'mine') await world.notifier.send(await complete(notification, world));
      sent.add(notificationId);
      world.journal.note({ event: telling === 'mine' ? 'told' : 'told-together', ...about, channel, kind });
    } catch (error) {
      if (!(error instanceof NotifierError)) throw error;
      world.journal.note({ event: 'telling-failed', ...about, detail: error.message });
    }
  }
  await noteSent({ run, looks }, sent, dueAtAfter, world);
}

type DueAtAfter = number | null | 'unchanged';

/** Whose it is to tell: this notification's, another's which told it already, or not to be known now. */
async function claim(
  { notificationId, together }: Notification,
  world: LookWorld,
): Promise<'mine' | 'told' | 'unsure'> {
  if (together === undefined) return 'mine';
  const { ledger, deployment } = world;
  const told = { at: world.clock(), notificationId };
  const control = await swapControl(ledger, deployment.deploymentId, (known) => claimTelling(known, together, told));
  const known = Object.hasOwn(control.told, together.cause) ? control.told[together.cause] : undefined;
  if (known === undefined || known.at < together.since) return 'unsure';
  return known.notificationId === notificationId ? 'mine' : 'told';
}

/** As many open incidents as are read to name their runs. */
const incidentsReadMax = 200;

async function complete(notification: Notification, { ledger, deployment, clock }: LookWorld): Promise<Notification> {
  if (notification.together === undefined) return notification;
  const open = await ledger.listIncidents({ limit: incidentsReadMax, closedSince: null, now: clock() });
  return nameRuns(
    notification,
    open.filter(({ run }) => run.deploymentId === deployment.deploymentId),
  );
}

async function noteSent(
  { run, looks }: Pick<Incident, 'run' | 'looks'>,
  sent: ReadonlySet<string>,
  dueAtAfter: DueAtAfter,
  world: LookWorld,
): Promise<void> {
  if (sent.size === 0) return;
  const now = world.clock();
  await swapIncident(world.ledger, run, (incident) => {
    if (incident === null) return null;
    const outbox = incident.outbox.map((one) => (sent.has(one.notificationId) ? { ...one, sentAt: now } : one));
    const allSent = unsentOf(outbox).length === 0;
    const decidesDue = allSent && incident.looks === looks && dueAtAfter !== 'unchanged';
    return { ...incident, outbox, dueAt: decidesDue ? dueAtAfter : incident.dueAt };
  });
}
