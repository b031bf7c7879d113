import type { AirflowEvent } from '../../sandbox/airflow-model/world.ts';
import type { FailureReport } from '../../shared/core/incident/failure-report.ts';
import { deployment, type PlannedRun } from './plan.ts';
import { hit, isQuiet, type SimulatedWorld } from './world.ts';

const debounceMs = 10_000;

type AlertedEvent = Extract<AirflowEvent, { kind: 'task-instance' }>;

/** What senders make of Airflow's events: most failures are alerted, some never, late, twice; and some successes too. */
export function createAlerts(world: SimulatedWorld) {
  const { alerts } = world.plan;
  const random = world.random.fork('alerts');
  let reports = 0;
  const accept = (event: Omit<AlertedEvent, 'kind'>, delayMs: number, isResolved = false): void => {
    world.time.after(delayMs, () => {
      reports += 1;
      const report = createReport(event, `r${reports}`, {
        withoutRun: random.chance(alerts.withoutRun),
        withoutTask: random.chance(alerts.withoutTask),
        isResolved,
      });
      const { now } = world.time;
      world.trace.write(now, `accepted ${report.reportId} ${report.dagId}/${report.dagRunId} ${report.taskId}`);
      world.tell({ kind: 'accepted', report });
      world.queue.send({ version: 1, type: 'report', receivedAt: now, report }, now + debounceMs, isQuiet(world));
    });
  };
  const alertOf = (event: AlertedEvent, share: number, name: string): void => {
    if (!random.chance(share)) return;
    hit(world, name);
    accept(event, random.int(0, 5_000));
  };
  return {
    onEvent(event: AirflowEvent): void {
      if (event.kind === 'run') return;
      if (event.state === 'success') alertOf(event, alerts.forSuccess, 'alert-for-success');
      if (event.state === 'up_for_retry') alertOf(event, alerts.forRetry, 'alert-for-retry');
      if (event.state !== 'failed') return;
      if (random.chance(alerts.never)) {
        hit(world, 'alert-never');
        return;
      }
      const isLate = !isQuiet(world) && random.chance(alerts.late);
      if (isLate) hit(world, 'alert-late');
      accept(event, isLate ? random.int(60_000, 5_400_000) : random.int(0, 5_000));
      if (random.chance(alerts.resolved)) accept(event, random.int(0, 600_000), true);
      if (random.chance(alerts.forUnknownRun)) {
        hit(world, 'alert-for-unknown-run');
        accept({ ...event, dagRunId: 'gone__1' }, random.int(0, 60_000));
      }
      if (!random.chance(alerts.twice)) return;
      hit(world, 'alert-twice');
      accept(event, random.int(0, 60_000));
    },
    /** Before anything of the run has failed. */
    early({ dagId, dagRunId, at }: PlannedRun): void {
      if (!random.chance(alerts.early)) return;
      hit(world, 'alert-early');
      const tasks = world.plan.dags.find((dag) => dag.dagId === dagId)?.tasks ?? [];
      const failing = tasks.find(({ outcomes }) => outcomes?.[0]?.result === 'failed') ?? tasks[0];
      const event = {
        dagId,
        dagRunId,
        taskId: failing?.taskId ?? '',
        mapIndex: -1,
        tryNumber: 1,
        state: 'failed',
      } as const;
      world.time.at(at, () => accept({ ...event, at }, random.int(500, 120_000)));
    },
  };
}

function createReport(
  { dagId, dagRunId, taskId, mapIndex, tryNumber, at }: Omit<AlertedEvent, 'kind'>,
  reportId: string,
  { withoutRun, withoutTask, isResolved }: { withoutRun: boolean; withoutTask: boolean; isResolved: boolean },
): FailureReport {
  return {
    reportId,
    source: 'alertmanager',
    deployment: deployment.name,
    dagId,
    dagRunId: withoutRun ? null : dagRunId,
    taskId: withoutRun || withoutTask ? null : taskId,
    mapIndex,
    tryNumber,
    state: 'failed',
    error: 'it failed',
    logUrl: null,
    occurredAt: at,
    severity: 'error',
    labels: {},
    dedupeKey: `${dagId}/${dagRunId}/${taskId}`,
    resolved: isResolved,
  };
}
