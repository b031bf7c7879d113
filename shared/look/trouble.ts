import type { AirflowError } from '../core/airflow/airflow-error.ts';
import { waitMs } from '../core/decide/cadence.ts';
import { concludeUnread, whyUnreadEnds } from '../core/decide/conclude-unread.ts';
import { contextOf } from '../core/decide/telling.ts';
import { health } from '../core/guardrails/health.ts';
import { composeDeploymentNotification } from '../core/incident/compose-deployment-notification.ts';
import { composeNotification } from '../core/incident/compose-notification.ts';
import { noteTrouble } from '../core/incident/health.ts';
import type { Incident } from '../core/incident/incident.ts';
import { unsentOf } from '../core/incident/outbox.ts';
import { tell } from '../core/incident/story.ts';
import type { Revised } from '../ports/ledger.ts';
import type { LookWorld } from './look-world.ts';
import { sendOutbox } from './notify.ts';
import { swapControl } from './swap.ts';

/** Airflow would not answer: the look is rescheduled with backoff, the deployment's health takes note, and a person is told in time. */
export async function recordTrouble(
  begun: Revised<Incident>,
  error: AirflowError,
  world: LookWorld,
  now: number,
): Promise<void> {
  const { settings, deployment, journal } = world;
  await noteDeploymentTrouble(error, world, now);
  const incident = begun.item;
  const failures = (incident.trouble?.failures ?? 0) + 1;
  const backoffMs = waitMs(settings.troubleBackoffMs, failures - 1, `${incident.run.dagRunId}/trouble`);
  const nextLookAt = now + Math.max(backoffMs, error.retryAfterMs ?? 0);
  const trouble = { failures, code: error.code, message: error.message, since: incident.trouble?.since ?? now };
  const entry = { at: now, kind: 'trouble', text: error.message } as const;
  const story = failures === 1 ? tell(incident.story, entry) : incident.story;
  journal.note({
    event: 'airflow-trouble',
    run: incident.run,
    deployment: deployment.name,
    code: error.code,
    detail: error.message,
    nextLookAt,
  });
  const ended = whyUnreadEnds(
    { incident, now, policy: world.policy, deployment },
    { code: error.code, reason: error.message },
  );
  if (ended !== null) return recordUnreadEnding({ ...incident, trouble, story }, begun, ended, { world, now });
  await recordHeld(
    { ...incident, trouble, story, dueAt: nextLookAt },
    begun,
    { reason: `Airflow does not answer: ${error.message}`, concernsDeployment: error.concernsDeployment },
    world,
    now,
  );
}

/** What concerns the whole deployment counts against its health; often enough, and it is closed. */
export async function noteDeploymentTrouble(error: AirflowError, world: LookWorld, now: number): Promise<void> {
  if (!error.concernsDeployment) return;
  const { settings, deployment, ledger, journal } = world;
  const { health: after } = await swapControl(ledger, deployment.deploymentId, (control) =>
    noteTrouble(control, { code: error.code, now, probeEveryMs: settings.probeEveryMs }),
  );
  if (after.closedAt !== null)
    journal.note({ event: 'deployment-closed', deployment: deployment.name, code: error.code });
}

async function recordUnreadEnding(
  incident: Incident,
  begun: Revised<Incident>,
  reason: string,
  { world, now }: { world: LookWorld; now: number },
): Promise<void> {
  const { run, deployment, generation } = incident;
  const closed = concludeUnread({ incident, now, policy: world.policy, deployment: world.deployment }, reason);
  const unsent = unsentOf(closed.outbox).length > 0;
  // With something to tell, it stays due until it is known to be told.
  const dueAt = unsent ? now + world.settings.lookLimitMs : null;
  const swap = await world.ledger.recordIncident({ ...closed, dueAt }, begun.revision);
  if (swap.kind === 'conflict') return;
  if (incident.closing === null) {
    const { outcome } = closed.closing ?? { outcome: 'escalated' };
    world.journal.note({ event: 'incident-closed', run, deployment, generation, outcome, reason });
  }
  if (unsent) await sendOutbox(closed, null, world);
}

/** The deployment is closed: this look asks nothing and is due again when it may. */
export async function recordDeferral(
  begun: Revised<Incident>,
  deferred: { until: number; reason: string },
  world: LookWorld,
  now: number,
): Promise<void> {
  const { run, deployment } = begun.item;
  world.journal.note({ event: 'look-deferred', run, deployment, until: deferred.until, reason: deferred.reason });
  const unread = { incident: begun.item, now, policy: world.policy, deployment: world.deployment };
  const ended = whyUnreadEnds(unread, { code: 'deferred', reason: deferred.reason });
  if (ended !== null) return recordUnreadEnding(begun.item, begun, ended, { world, now });
  const held = { reason: deferred.reason, concernsDeployment: true };
  await recordHeld({ ...begun.item, dueAt: deferred.until }, begun, held, world, now);
}

/** What keeps an incident from being looked at. */
interface Hindrance {
  readonly reason: string;
  readonly concernsDeployment: boolean;
}

/** Records an incident nothing could be read for, and tells a person once its time to be told has come. */
async function recordHeld(
  incident: Incident,
  begun: Revised<Incident>,
  hindrance: Hindrance,
  world: LookWorld,
  now: number,
): Promise<void> {
  const { policy, deployment } = world;
  const isSilent = incident.closing !== null || policy.policy.mode === 'observe' || deployment.mode === 'observe';
  const tellBy = isSilent ? null : untoldBy(incident, policy.policy.guardrails.tell.withinMs);
  const held =
    tellBy === null || tellBy > now
      ? { ...incident, dueAt: Math.min(incident.dueAt ?? now, tellBy ?? Number.POSITIVE_INFINITY) }
      : tellHeld(incident, hindrance, world, now);
  const swap = await world.ledger.recordIncident(held, begun.revision);
  if (swap.kind === 'recorded' && unsentOf(held.outbox).length > 0) await sendOutbox(held, held.dueAt, world);
}

/** When a person has to hear of it; null: everybody has. Nothing could be read for an incident without a case: it counts from its opening. */
function untoldBy({ cases, outbox, openedAt }: Incident, withinMs: number): number | null {
  if (cases.length === 0)
    return outbox.some(({ kind }) => kind === 'unresolved' || kind === 'deployment') ? null : openedAt + withinMs;
  const untold = cases.filter(({ ending, toldAt }) => ending === null && toldAt === null);
  return untold.length === 0 ? null : Math.min(...untold.map(({ failedAt }) => failedAt)) + withinMs;
}

function tellHeld(
  incident: Incident,
  { reason, concernsDeployment }: Hindrance,
  { deployment }: LookWorld,
  now: number,
): Incident {
  const context = contextOf({ now, deployment });
  const since = Math.max(
    incident.openedAt,
    ...incident.cases.flatMap(({ failedAt, openedAt }) => [failedAt, openedAt]),
  );
  const message = concernsDeployment
    ? composeDeploymentNotification(incident, { cause: health.name, reason, since }, context)
    : composeNotification('unresolved', incident, reason, context);
  const cases = incident.cases.map((one) => ({ ...one, toldAt: one.toldAt ?? now }));
  return {
    ...incident,
    cases,
    outbox: [...incident.outbox, message],
    story: tell(incident.story, { at: now, kind: 'told', text: reason }),
  };
}
