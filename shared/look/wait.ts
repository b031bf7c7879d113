import type { Conclusion } from '../core/decide/conclude-incident.ts';
import { openedWhenRecorded } from '../core/decide/opened-when-recorded.ts';
import type { Incident } from '../core/incident/incident.ts';
import { unsentOf } from '../core/incident/outbox.ts';
import type { Revision } from '../ports/ledger.ts';
import type { LookWorld } from './look-world.ts';
import { sendOutbox } from './notify.ts';

/** Ends a look: the ledger gets the incident with when the next look is due, or how it ended; then what waits in the outbox is sent. */
export async function waitFor(
  ended: { incident: Incident; conclusion: Conclusion; revision: Revision },
  world: LookWorld,
  now: number,
): Promise<void> {
  const { run, deployment, generation } = ended.incident;
  const unsent = unsentOf(ended.incident.outbox).length > 0;
  // With something to tell, it stays due until it is known to be told.
  const dueAt = unsent ? now + world.settings.lookLimitMs : ended.incident.dueAt;
  const incident = openedWhenRecorded(ended.incident, now, world.clock());
  const swap = await world.ledger.recordIncident({ ...incident, trouble: null, dueAt }, ended.revision);
  if (swap.kind === 'conflict') {
    world.journal.note({ event: 'look-lost', run, deployment, reason: 'another look of this run went on' });
    return;
  }
  const { conclusion } = ended;
  if (conclusion.kind === 'open')
    world.journal.note({ event: 'look-ended', run, deployment, dueAt: conclusion.dueAt, reason: conclusion.reason });
  else
    world.journal.note({
      event: 'incident-closed',
      run,
      deployment,
      generation,
      outcome: conclusion.outcome,
      reason: conclusion.reason,
    });
  if (unsent) await sendOutbox(ended.incident, ended.incident.dueAt, world);
}
