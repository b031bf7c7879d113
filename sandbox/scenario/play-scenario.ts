import type { AirflowModel } from '../airflow-model/airflow-model.ts';
import type { AirflowEvent } from '../airflow-model/world.ts';
import { type AlertedTask, alertmanagerPayload } from './alertmanager-payload.ts';
import { scenarioDags } from './dags.ts';

/** Three days: older than any failure the policy acts on. */
const longAgoMs = 3 * 24 * 3_600_000;
/** An alert rule is evaluated some time after a failure: by then this one's task has recovered. */
const lateAlertMs = 3_000;
const personActsAfterMs = 2_500;
/** The runs that nobody is alerted of. */
const silentDags: ReadonlySet<string> = new Set(['nightly_audit', 'legacy_backfill']);

export interface Stage {
  readonly model: AirflowModel;
  readonly deploymentId: string;
  /** Posts an alert to the running service. */
  readonly postAlert: (payload: string, about: AlertedTask) => void;
  readonly onPersonActs: (what: string) => void;
}

/** A run that failed long before the curtain rises. */
export function playPrologue(model: AirflowModel, now: number): void {
  const then = now - longAgoMs;
  for (const dag of scenarioDags) model.addDag(dag, then);
  model.triggerRun({ dagId: 'legacy_backfill', dagRunId: runIdAt(then), logicalAt: then, runType: 'scheduled' }, then);
  model.advance(now);
}

/** The alert of that old failure, which a dead-letter queue gave back after days. */
export function postLegacyAlert({ model, deploymentId, postAlert }: Stage): void {
  for (const { dagId, dagRunId, endedAt } of model.listRuns('legacy_backfill')) {
    const about = {
      dagId,
      dagRunId,
      taskId: 'backfill',
      mapIndex: -1,
      tryNumber: 1,
      deploymentId,
      error: 'the backfill failed',
      at: endedAt ?? 0,
    };
    postAlert(alertmanagerPayload(about), about);
  }
}

/** Triggers tonight's runs, and lets a person act in one of them. Give what it returns to the model's `onEvent`. */
export function playNight({ model, onPersonActs }: Stage, now: number): void {
  for (const { dagId } of scenarioDags) {
    if (dagId === 'legacy_backfill') continue;
    model.triggerRun({ dagId, dagRunId: runIdAt(now), logicalAt: now, runType: 'scheduled' }, now);
  }
  setTimeout(() => {
    const request = {
      dagId: 'inventory_count',
      dagRunId: runIdAt(now),
      taskId: 'count_stock',
      state: 'failed',
      isDryRun: false,
    } as const;
    model.setTaskInstanceState(request, Date.now());
    onPersonActs('marked inventory_count / count_stock as failed, in the Airflow UI');
  }, personActsAfterMs);
}

/** Alerts as a team's callbacks would send them: at each failed try, also one that Airflow will retry; some late, some never. */
export function createAlerting({
  deploymentId,
  postAlert,
}: Pick<Stage, 'deploymentId' | 'postAlert'>): (event: AirflowEvent) => void {
  return (event) => {
    if (event.kind === 'run') return alertOfRun(event, deploymentId, postAlert);
    if (silentDags.has(event.dagId) || (event.state !== 'failed' && event.state !== 'up_for_retry')) return;
    const { dagId, dagRunId, taskId, mapIndex, tryNumber, at } = event;
    const about = {
      dagId,
      dagRunId,
      taskId,
      mapIndex,
      tryNumber,
      deploymentId,
      error: `${taskId} failed at try ${tryNumber}`,
      at,
    };
    setTimeout(() => postAlert(alertmanagerPayload(about), about), dagId === 'fx_rates' ? lateAlertMs : 0);
  };
}

/** A state that a person sets fires no callback of the task; the run's own does. */
function alertOfRun(
  event: Extract<AirflowEvent, { kind: 'run' }>,
  deploymentId: string,
  postAlert: Stage['postAlert'],
): void {
  if (event.dagId !== 'inventory_count' || event.state !== 'failed') return;
  const { dagId, dagRunId, at } = event;
  const about = {
    dagId,
    dagRunId,
    taskId: 'count_stock',
    mapIndex: -1,
    tryNumber: 1,
    deploymentId,
    error: 'the run failed',
    at,
  };
  postAlert(alertmanagerPayload(about), about);
}

function runIdAt(at: number): string {
  return `scheduled__${new Date(at).toISOString().replace('Z', '+00:00')}`;
}
