import type { TaskInstanceView } from '../../../sandbox/airflow-model/read-model.ts';
import { keyOf } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';

const settleMs = 60_000;

/**
 * Nothing is left behind. At the end of the world, a task instance that is failed, and about whose run an alert was accepted after it
 * failed, belongs to an incident that ended no earlier than the failure and not as `recovered`, or was told; so does one that failed within
 * the two minutes after an alert about its run (alerts precede commits). TTL may have forgotten the incident.
 */
export function nothingLeftBehind(): Invariant {
  const alertedAt = new Map<string, number[]>();
  const forgotten = new Set<string>();
  return {
    name: 'nothing is left behind',
    see(happening, context) {
      if (happening.kind === 'forgotten') forgotten.add(keyOf(happening.run));
      if (happening.kind === 'accepted') {
        const { dagId, dagRunId, resolved } = happening.report;
        if (dagId === null || dagRunId === null || resolved) return;
        const key = keyOf({ dagId, dagRunId });
        alertedAt.set(key, [...(alertedAt.get(key) ?? []), context.world.time.now]);
      }
      if (happening.kind !== 'over') return;
      for (const { dagId, dagRunId } of context.world.plan.runs) {
        const key = keyOf({ dagId, dagRunId });
        if (forgotten.has(key)) continue;
        for (const instance of context.world.model.listTaskInstances(dagId, dagRunId) ?? [])
          judge(key, instance, alertedAt.get(key) ?? [], context);
      }
    },
  };
}

/** An alert is meant to find a failure that is written within two minutes; less, so that one look at the end of it counts. */
const precedesMs = 100_000;

function judge(run: string, instance: TaskInstanceView, alerts: readonly number[], { world, violated }: Context): void {
  const { state, endedAt, taskId, mapIndex } = instance;
  if (state !== 'failed' || endedAt === null || endedAt > world.plan.quietFrom + settleMs) return;
  if (!alerts.some((at) => at >= endedAt - precedesMs)) return;
  const incident = world.ledger.incidents().find((one) => keyOf(one.run) === run);
  if (incident === undefined) return violated(`${run} ${taskId}[${mapIndex}] is failed and has no incident`);
  const { closing } = incident;
  if (closing === null || (closing.at >= endedAt && closing.outcome !== 'recovered')) return;
  if (
    closing.outcome === 'recovered' &&
    world.model.findRun(incident.run.dagId, incident.run.dagRunId)?.state === 'success'
  )
    return;
  violated(`${run} ${taskId}[${mapIndex}] is failed and its incident ended as ${closing.outcome}`);
}
