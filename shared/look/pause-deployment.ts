import { contextOf } from '../core/decide/telling.ts';
import { composeNotification } from '../core/incident/compose-notification.ts';
import type { Control } from '../core/incident/control.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { TaskFailing } from '../core/incident/intent.ts';
import { tell } from '../core/incident/story.ts';
import { chargeMoved } from '../core/incident/wider-effect.ts';
import type { LookWorld } from './look-world.ts';
import { sendOutbox } from './notify.ts';
import { swapControl, swapIncident } from './swap.ts';

/**
 * An effect was wider than its proof: the deployment pauses itself until a person resumes it, a person is told at once, and the failed
 * tasks that moved unnamed are charged. False: that was done before for this incident.
 */
export async function pauseForWiderEffect(
  incident: Incident,
  difference: string,
  world: LookWorld,
  moved: readonly TaskFailing[] = [],
): Promise<boolean> {
  const now = world.clock();
  const reason = `a write had a wider effect than its proof: ${difference}`;
  const { run, deployment } = incident;
  world.journal.note({ event: 'effect-wider', run, deployment, intentId: incident.intent?.intentId ?? '', difference });
  await swapControl(world.ledger, world.deployment.deploymentId, (control) => paused(control, reason, now));
  world.journal.note({ event: 'deployment-paused', deployment, reason });
  const told = await swapIncident(world.ledger, run, (stored) => {
    if (stored === null) return null;
    const charged = chargeMoved(stored, moved);
    const context = contextOf({ now, deployment: world.deployment });
    const message = { ...composeNotification('ended', stored, reason, context), kind: 'deployment' as const };
    const notificationId = `${message.notificationId}/wider-effect`;
    if (stored.outbox.some((known) => known.notificationId === notificationId))
      return charged === stored ? null : charged;
    const story = tell(stored.story, { at: now, kind: 'verification', text: reason });
    return { ...charged, story, outbox: [...stored.outbox, { ...message, notificationId }] };
  });
  if (told !== null) await sendOutbox(told.item, told.item.dueAt, world);
  return told !== null;
}

/** By whom a pause is that no person made. */
export const pausedByItself = 'airmend';

function paused(control: Control, reason: string, now: number): Control {
  if (control.pauses.some(({ by, scope }) => by === pausedByItself && scope.dagId === null)) return control;
  const pause = { scope: { dagId: null, dagRunId: null }, by: pausedByItself, reason, since: now, until: null };
  return { ...control, pauses: [...control.pauses, pause] };
}
