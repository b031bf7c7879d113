import { isSettled } from '../../../shared/core/airflow/state.ts';
import type { Happening } from '../happening.ts';
import { keyOf, tasksIn } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';

/**
 * Verified: a case ends as `remedied` only if, in the listing of the process that says so, every instance of its task is settled.
 * An incident ends as `remedied` only if its run is not failed, as `recovered` only if nothing in it is failed (or its run succeeded),
 * and as neither while Airmend knows of an open intent.
 */
export function verifiedOutcomes(): Invariant {
  return {
    name: 'a good ending is verified',
    see(happening, context) {
      if (happening.kind !== 'recorded') return;
      const unsettled = unsettledOf(happening, context);
      if (unsettled !== null) context.violated(`${keyOf(happening.incident.run)}: ${unsettled}`);
      const { closing } = happening.incident;
      if (closing === null || happening.before?.closing?.at === closing.at) return;
      const why = whyNot(happening, context);
      if (why !== null)
        context.violated(`${keyOf(happening.incident.run)} ended as ${closing.outcome} although ${why}`);
    },
  };
}

function whyNot(
  { process, incident }: Extract<Happening, { kind: 'recorded' }>,
  { chronicle }: Context,
): string | null {
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
  return chronicle.of(process).runs.get(keyOf(incident.run))?.state === 'failed' ? 'its run is failed' : null;
}

function unsettledOf(
  { process, incident, before }: Extract<Happening, { kind: 'recorded' }>,
  { chronicle }: Context,
): string | null {
  const endedBefore = new Set(before?.cases.flatMap(({ taskId, ending }) => (ending === null ? [] : [taskId])));
  const ended = incident.cases.filter(
    ({ taskId, ending }) => ending?.outcome === 'remedied' && !endedBefore.has(taskId),
  );
  const instances = chronicle.listing(process, incident.run)?.taskInstances ?? [];
  for (const { taskId } of ended) {
    const open = instances.find((instance) => instance.taskId === taskId && !isSettled(instance.state));
    if (open !== undefined) return `${taskId} is said to be remedied and is ${open.state}`;
  }
  return null;
}
