import { isSettled } from '../../../shared/core/airflow/state.ts';
import type { Happening } from '../happening.ts';
import { keyOf, tasksIn } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';

/**
 * Verified: an incident ends as `remedied` only if, in the listing of the process that says so, its run is not failed and every task
 * that was written to is settled; as `recovered` only if nothing in it is failed; and as neither while Airmend knows of an open intent.
 */
export function verifiedOutcomes(): Invariant {
  return {
    name: 'a good ending is verified',
    see(happening, context) {
      if (happening.kind !== 'recorded') return;
      const { closing } = happening.incident;
      if (closing === null || happening.before?.closing?.at === closing.at) return;
      const why = whyNot(happening, context);
      if (why !== null) context.violated(`${keyOf(happening.incident.run)} ended as ${closing.outcome} although ${why}`);
    },
  };
}

function whyNot({ process, incident }: Extract<Happening, { kind: 'recorded' }>, { chronicle }: Context): string | null {
  const outcome = incident.closing?.outcome;
  if (outcome !== 'remedied' && outcome !== 'recovered') return null;
  const listing = chronicle.listing(process, incident.run);
  if (listing === null) return 'its run was not listed';
  if (incident.intent !== null) return 'a write is in flight';
  if (outcome === 'recovered') {
    const [failed] = tasksIn(listing.taskInstances, 'failed');
    return failed === undefined || chronicle.of(process).runs.get(keyOf(incident.run))?.state === 'success'
      ? null
      : `${failed} is failed`;
  }
  if (chronicle.of(process).runs.get(keyOf(incident.run))?.state === 'failed') return 'its run is failed';
  const written = new Set(incident.cases.filter(({ writes }) => writes > 0).map(({ taskId }) => taskId));
  const unsettled = listing.taskInstances.find(({ taskId, state }) => written.has(taskId) && !isSettled(state));
  return unsettled === undefined ? null : `${unsettled.taskId} is ${unsettled.state}`;
}
