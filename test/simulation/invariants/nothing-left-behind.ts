import type { TaskInstanceView } from '../../../sandbox/airflow-model/read-model.ts';
import type { RunReference } from '../../../shared/core/airflow/run.ts';
import { unmapped } from '../../../shared/core/airflow/task-instance.ts';
import type { FailureReport } from '../../../shared/core/incident/failure-report.ts';
import type { Happening } from '../happening.ts';
import { keyOf } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';

const settleMs = 60_000;

/**
 * Nothing is left behind. At the end of the world, a task instance that is failed, and about whose run an alert was accepted after it
 * failed, belongs to an incident that ended no earlier than the failure and not as `recovered`, or was told; so does one that failed within
 * the two minutes after an alert about its run, if what that told of was not failed yet (alerts precede commits) and no person cleared the run
 * since. TTL may have forgotten the incident, and what a person marked is the person's.
 */
export function nothingLeftBehind(): Invariant {
  const alerts = new Map<string, Alert[]>();
  const forgotten = new Set<string>();
  const closedAt = new Map<string, number>();
  const marked = new Set<string>();
  const clearedAt = new Map<string, number>();
  return {
    name: 'nothing is left behind',
    see(happening, context) {
      if (happening.kind === 'acted' && happening.act.kind === 'mark-task')
        marked.add(`${keyOf(happening.act)} ${happening.act.taskId}`);
      if (happening.kind === 'acted' && (happening.act.kind === 'clear-run' || happening.act.kind === 'clear-failed'))
        clearedAt.set(keyOf(happening.act), context.world.time.now);
      if (happening.kind === 'forgotten') forgotten.add(keyOf(happening.run));
      if (happening.kind === 'recorded') noteClosing(closedAt, happening, context.world.time.now);
      if (happening.kind === 'accepted') {
        const { dagId, dagRunId, resolved } = happening.report;
        if (dagId === null || dagRunId === null || resolved) return;
        const key = keyOf({ dagId, dagRunId });
        alerts.set(key, [...(alerts.get(key) ?? []), alertOf(happening.report, { dagId, dagRunId }, context)]);
      }
      if (happening.kind !== 'over') return;
      for (const { dagId, dagRunId } of context.world.plan.runs) {
        const key = keyOf({ dagId, dagRunId });
        if (forgotten.has(key)) continue;
        for (const instance of context.world.model.listTaskInstances(dagId, dagRunId) ?? []) {
          if (marked.has(`${key} ${instance.taskId}`)) continue;
          const known = {
            alerts: alerts.get(key) ?? [],
            closedAt: closedAt.get(key) ?? 0,
            clearedAt: clearedAt.get(key) ?? Number.NEGATIVE_INFINITY,
          };
          judge(key, instance, known, context);
        }
      }
    },
  };
}

interface Alert {
  readonly at: number;
  /** What it told of was failed already when it came. */
  readonly foundFailure: boolean;
}

function alertOf({ taskId, mapIndex }: FailureReport, { dagId, dagRunId }: RunReference, { world }: Context): Alert {
  // A sender that knows no map index says of a mapped task too that it is unmapped: any index is meant.
  const isAnyIndex = mapIndex === null || mapIndex === unmapped;
  const meant = (world.model.listTaskInstances(dagId, dagRunId) ?? []).filter(
    (one) => (taskId === null || one.taskId === taskId) && (isAnyIndex || one.mapIndex === mapIndex),
  );
  return { at: world.time.now, foundFailure: meant.some(({ state }) => state === 'failed') };
}

/** An alert is meant to find a failure that is written within two minutes; less, so that one look at the end of it counts. */
const precedesMs = 100_000;

/** By the world's clock: a process that was frozen closes an incident with an older one. */
function noteClosing(
  closedAt: Map<string, number>,
  { incident, before }: Extract<Happening, { kind: 'recorded' }>,
  now: number,
): void {
  const { closing } = incident;
  if (closing !== null && before?.closing?.at !== closing.at) closedAt.set(keyOf(incident.run), now);
}

function judge(
  run: string,
  instance: TaskInstanceView,
  { alerts, closedAt, clearedAt }: { alerts: readonly Alert[]; closedAt: number; clearedAt: number },
  { world, violated }: Context,
): void {
  const { state, endedAt, taskId, mapIndex } = instance;
  if (state !== 'failed' || endedAt === null || endedAt > world.plan.quietFrom + settleMs) return;
  const isTold = ({ at, foundFailure }: Alert): boolean =>
    at >= (foundFailure || at < clearedAt ? endedAt : endedAt - precedesMs);
  if (!alerts.some(isTold)) return;
  const incident = world.ledger.incidents().find((one) => keyOf(one.run) === run);
  if (incident === undefined) {
    violated(`${run} ${taskId}[${mapIndex}] is failed and has no incident`);
    return;
  }
  const { closing } = incident;
  if (closing === null || (closedAt >= endedAt && closing.outcome !== 'recovered')) return;
  if (
    closing.outcome === 'recovered' &&
    world.model.findRun(incident.run.dagId, incident.run.dagRunId)?.state === 'success'
  )
    return;
  violated(`${run} ${taskId}[${mapIndex}] is failed and its incident ended as ${closing.outcome}`);
}
