import { AirflowError } from '../core/airflow/airflow-error.ts';
import { allDags, type Run } from '../core/airflow/run.ts';
import { effectiveMode } from '../core/decide/effective-mode.ts';
import { contextOf } from '../core/decide/telling.ts';
import { type Hint, openIncident, withHint } from '../core/incident/begin-look.ts';
import { composeRunsBeyond } from '../core/incident/compose-runs-beyond.ts';
import { newControl } from '../core/incident/control.ts';
import type { FailureReport } from '../core/incident/failure-report.ts';
import { admitLook, noteAnswer } from '../core/incident/health.ts';
import type { Incident } from '../core/incident/incident.ts';
import { enqueue } from '../core/incident/outbox.ts';
import type { LookWorld } from './look-world.ts';
import { swapControl, swapIncident } from './swap.ts';
import { noteDeploymentTrouble } from './trouble.ts';

/** The most failed runs of one DAG that one discovery opens incidents for. */
const runsPerDiscoveryMax = 50;
/** The same of all DAGs at once. */
const runsPerWholeDiscoveryMax = 500;
/** The most failed runs an alert without a run is taken to mean. */
const runsPerHintMax = 5;

/** The most of the others that the one message about them counts. */
const runsBeyondMax = 20;

/** What a discovery looks for besides what no alert told of: a hint that named a DAG and no run. */
export interface DagHint extends Hint {
  /** When the alert began (epoch ms): runs that ended long before are not meant. */
  readonly beganAt: number;
}

/**
 * Finds failed runs of one DAG, or of all (`allDags`), that no alert told of, and makes their looks due. Opens nothing that ended before the deployment
 * was adopted or that an incident knows already. Trouble with Airflow leaves it to the next search, which the sweep has made due.
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
    await noteDeploymentTrouble(error, world, now);
  }
  // A hint is younger than the commit of what it tells of: look once more when it is not.
  if (hint !== null)
    await ledger.recordDiscovered({
      deploymentId: deployment.deploymentId,
      dagId,
      dueAt: now + settings.freshHintMs,
    });
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
  const isWhole = dagId === allDags;
  if (isWhole && !airflow.abilities.listsRunsOfAllDags) return 0;
  const ownLimit = isWhole ? runsPerWholeDiscoveryMax : runsPerDiscoveryMax;
  const limit = hint === null ? ownLimit : runsPerHintMax + runsBeyondMax;
  const runs = await airflow.listFailedRuns({ dagId: isWhole ? null : dagId, endedSince, limit });
  if (noteAnswer(control, now) !== control) await swapControl(ledger, deploymentId, (known) => noteAnswer(known, now));
  const meant = hint === null ? runs : runs.slice(0, runsPerHintMax);
  for (const run of meant) await makeDue(run, hint, world, now);
  const beyond = runs.slice(meant.length);
  if (hint !== null && beyond.length > 0) await tellBeyond(hint, meant, beyond, world);
  return meant.length;
}

/** One message for all the runs that a hint without a run may mean besides the newest: it goes out with the look of the newest. */
async function tellBeyond(
  hint: DagHint,
  meant: readonly Run[],
  beyond: readonly Run[],
  world: LookWorld,
): Promise<void> {
  const { deployment, policy, ledger, clock } = world;
  const [newest] = meant;
  if (newest === undefined || effectiveMode(policy.policy, null, deployment.mode) === 'observe') return;
  const { dagId, dagRunId } = newest;
  const now = clock();
  await swapIncident(ledger, { deploymentId: deployment.deploymentId, dagId, dagRunId }, (incident) => {
    if (incident === null) return null;
    const context = contextOf({ now, deployment });
    const message = composeRunsBeyond(incident, { source: hint.report?.source ?? 'an alert', meant, beyond }, context);
    const outbox = enqueue(incident.outbox, [message]);
    return outbox.length === incident.outbox.length ? null : { ...incident, outbox };
  });
}

async function makeDue(run: Run, hint: DagHint | null, world: LookWorld, now: number): Promise<void> {
  const { deployment, ledger, journal } = world;
  const key = { deploymentId: deployment.deploymentId, dagId: run.dagId, dagRunId: run.dagRunId };
  const found = hint ?? { receivedAt: now, report: null };
  const made = await swapIncident(ledger, key, (stored) => {
    if (stored === null) return { ...withHint(openIncident(key, deployment.name, now), found, now), dueAt: now };
    if (hint === null && isKnown(stored, run, world.settings.freshHintMs)) return null;
    return { ...withHint(stored, found, now), dueAt: Math.min(stored.dueAt ?? now, now) };
  });
  if (made !== null && hint === null) {
    journal.note({ event: 'run-discovered', deployment: deployment.name, dagId: run.dagId, dagRunId: run.dagRunId });
  }
}

/**
 * An open incident has its looks; a closed one knows this failure if the run ended when it did,
 * or well before a look that could not read it closed it.
 */
function isKnown({ closing }: Incident, run: Run, settledMs: number): boolean {
  if (closing === null || closing.runEndedAt === run.endedAt) return true;
  return closing.runEndedAt === null && run.endedAt !== null && closing.at >= run.endedAt + settledMs;
}
