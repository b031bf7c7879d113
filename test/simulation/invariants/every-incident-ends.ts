import type { Incident } from '../../../shared/core/incident/incident.ts';
import type { Invariant } from './invariant.ts';

/** The sweep comes each minute, and what it queues is looked at within one more. */
const sweepMs = 120_000;
/** One that ends while its run goes on is looked at once more two minutes later. */
const onceMoreMs = 120_000 + sweepMs;

/**
 * When the faults have ended, every incident reaches an outcome within its deadline plus one sweep: at the end of the world
 * none is open whose newest case (or, without a case, whose latest hint) is older than that, and none has anything left to tell.
 * No process ever failed with anything but an error that its port promises.
 */
export function everyIncidentEnds(): Invariant {
  return {
    name: 'every incident ends',
    see(happening, { world: { ledger, plan }, violated }) {
      if (happening.kind === 'failed') {
        const { error } = happening;
        violated(`${happening.process.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
      }
      if (happening.kind !== 'over') return;
      for (const incident of ledger.incidents()) {
        const bound = Math.max(plan.quietFrom, beganAt(incident)) + plan.deadlineMs + sweepMs;
        if (plan.endAt <= bound) continue;
        const { dagId, dagRunId } = incident.run;
        if (incident.closing === null) violated(`${dagId}/${dagRunId} is open past its deadline`);
        else if (incident.dueAt !== null && incident.closing.at + onceMoreMs < plan.endAt)
          violated(`${dagId}/${dagRunId} is closed and still due`);
        if (incident.outbox.some(({ sentAt }) => sentAt === null)) violated(`${dagId}/${dagRunId} has not told all`);
      }
    },
  };
}

function beganAt({ openedAt, hints, cases }: Incident): number {
  return Math.max(openedAt, hints.lastReceivedAt, ...cases.map((one) => one.openedAt));
}
