import { AirflowError } from '../core/airflow/airflow-error.ts';
import type { Run } from '../core/airflow/run.ts';
import { waitMs } from '../core/decide/cadence.ts';
import { type Hint, openIncident, withHint } from '../core/incident/begin-look.ts';
import { newControl } from '../core/incident/control.ts';
import type { FailureReport } from '../core/incident/failure-report.ts';
import { admitLook, noteAnswer, noteTrouble } from '../core/incident/health.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { LookWorld } from './look-world.ts';
import { swapControl, swapIncident } from './swap.ts';

/** The most failed runs of one DAG that one discovery opens incidents for. */
const runsPerDiscoveryMax = 50;
/** The most failed runs an alert without a run is taken to mean. */
const runsPerHintMax = 5;

/** What a discovery looks for besides what no alert told of: a hint that named a DAG and no run. */
export interface DagHint extends Hint {
  /** When the alert began (epoch ms): runs that ended long before are not meant. */
  readonly beganAt: number;
}

/**
 * Finds failed runs of one DAG that no alert told of, and makes their looks due. Opens nothing that ended before the deployment
 * was adopted or that an incident knows already. Trouble with Airflow postpones it.
 */
export async function discoverDag(dagId: string, hint: DagHint | null, world: LookWorld): Promise<void> {
  const now = world.clock();
  const { deployment, settings, ledger } = world;
  let runs: number | null = null;
  try {
    runs = await discover(dagId, hint, world, now);
  } catch (error) {
    if (!(error instanceof AirflowError)) throw error;
    world.journal.note({
      event: 'discovery-failed',
      deployment: deployment.name,
      dagId,
      code: error.code,
      detail: error.message,
    });
    if (error.concernsDeployment) {
      const trouble = { code: error.code, now, probeEveryMs: settings.probeEveryMs };
      await swapControl(ledger, deployment.deploymentId, (control) => noteTrouble(control, trouble));
    }
  }
  // A hint is younger than the commit of what it tells of: look once more when it is not.
  const nextMs = hint === null ? waitMs([settings.discoveryEveryMs], 0, `${dagId}/${now}`) : settings.freshHintMs;
  await ledger.recordDiscovered({ deploymentId: deployment.deploymentId, dagId, dueAt: now + nextMs });
  if (hint?.report != null) noteHint(world, dagId, hint.report, runs);
}

/** What became of an alert without a run; null: the DAG could not be searched now, and its next discovery does it. */
function noteHint({ journal, deployment }: LookWorld, dagId: string, report: FailureReport, runs: number | null): void {
  const found = runs === null ? 'the DAG is searched later' : `${runs} failed run(s) of the DAG are looked at`;
  const reason = `an alert without a run: ${found}`;
  const { reportId } = report;
  journal.note({ event: 'hint-noted', reportId, deployment: deployment.name, dagId, runs: runs ?? 0, reason });
}

/** How many failed runs were made due; null: the deployment is not to be asked now. */
async function discover(dagId: string, hint: DagHint | null, world: LookWorld, now: number): Promise<number | null> {
  const { deployment, settings, ledger, airflow } = world;
  const { deploymentId } = deployment;
  const control = (await ledger.readControl(deploymentId))?.item ?? newControl(deploymentId);
  if (control.adoptedAt === null) return null;
  if (admitLook(control, { now, probeEveryMs: settings.probeEveryMs }).kind === 'deferred') return null;
  const oldest = Math.max(control.adoptedAt, now - world.policy.policy.guardrails.age.failureAtMostMs);
  const endedSince = hint === null ? oldest : Math.max(oldest, hint.beganAt - settings.hintReachMs);
  const limit = hint === null ? runsPerDiscoveryMax : runsPerHintMax;
  const runs = await airflow.listFailedRuns({ dagId, endedSince, limit });
  await swapControl(ledger, deploymentId, (known) => noteAnswer(known, now));
  for (const run of runs) await makeDue(run, hint, world, now);
  return runs.length;
}

async function makeDue(run: Run, hint: DagHint | null, world: LookWorld, now: number): Promise<void> {
  const { deployment, ledger, journal } = world;
  const key = { deploymentId: deployment.deploymentId, dagId: run.dagId, dagRunId: run.dagRunId };
  const found = hint ?? { receivedAt: now, report: null };
  const made = await swapIncident(ledger, key, (stored) => {
    if (stored === null) return { ...withHint(openIncident(key, deployment.name, now), found, now), dueAt: now };
    if (hint === null && isKnown(stored, run)) return null;
    return { ...withHint(stored, found, now), dueAt: Math.min(stored.dueAt ?? now, now) };
  });
  if (made !== null && hint === null) {
    journal.note({ event: 'run-discovered', deployment: deployment.name, dagId: run.dagId, dagRunId: run.dagRunId });
  }
}

/** An open incident has its looks; a closed one knows this failure if the run ended when it did. */
function isKnown({ closing }: Incident, run: Run): boolean {
  return closing === null || closing.runEndedAt === run.endedAt;
}
