import { AirflowError } from '../core/airflow/airflow-error.ts';
import type { Run, RunKey } from '../core/airflow/run.ts';
import { redact } from '../core/classify/redact.ts';
import { evidenceNeeded, logsPerCaseMax } from '../core/decide/evidence-needed.ts';
import { followCases } from '../core/decide/follow-cases.ts';
import type { LogReading, Truth } from '../core/decide/truth.ts';
import type { Case, Incident } from '../core/incident/incident.ts';
import type { Airflow } from '../ports/airflow.ts';

/** How much of a log tail a look keeps: enough for a traceback and its cause. */
const logCharsKept = 16_384;
/** How many cases of one look have their logs read; the others follow in the next looks. */
const casesReadMax = 10;

/** Reads the run and its task instances: one listing and one call. */
export async function observeRun(airflow: Airflow, run: RunKey, observedAt: number): Promise<Truth> {
  const listing = await airflow.listTaskInstances(run);
  const found: Run | null = await airflow.readRun(run, { logicalAt: listing?.logicalAt ?? null });
  return { observedAt, run: found, taskInstances: found === null ? [] : (listing?.taskInstances ?? []), logs: [] };
}

/** Reads what is needed only where something is to be decided: the DAG, and the log of each newly failed try. */
export async function observeEvidence(
  airflow: Airflow,
  incident: Incident,
  truth: Truth,
  judged: { policyHash: string; now: number },
): Promise<Truth> {
  const followed = followCases(incident, truth, judged.now);
  const failing = followed.cases.some(({ ending, written }) => ending === null && written === null);
  if (!failing && !hasLeftovers(followed, truth)) return truth;
  const needed = evidenceNeeded(followed, truth, judged.policyHash).slice(0, casesReadMax);
  const dag = await airflow.readDag(incident.run.dagId);
  const logs = await Promise.all(needed.map((one) => readLogs(airflow, incident.run, one)));
  return { ...truth, dag, logs: logs.flat() };
}

function hasLeftovers(incident: Incident, truth: Truth): boolean {
  return (
    incident.cases.some(({ writes }) => writes > 0) && truth.run?.state !== 'running' && truth.run?.state !== 'queued'
  );
}

/** A few of a case's logs. One that the API fails to give is not read: the person guardrail then holds. */
async function readLogs(airflow: Airflow, run: RunKey, one: Case): Promise<LogReading[]> {
  const sampled = one.failing.slice(0, logsPerCaseMax);
  const readings = await Promise.all(sampled.map((root) => readLog(airflow, run, one.taskId, root)));
  return readings.every((reading) => reading !== null) ? readings : [];
}

async function readLog(
  airflow: Airflow,
  run: RunKey,
  taskId: string,
  { mapIndex, tryNumber }: { mapIndex: number; tryNumber: number },
): Promise<LogReading | null> {
  try {
    const tail = await airflow.readLogTail({ dagId: run.dagId, dagRunId: run.dagRunId, taskId, mapIndex, tryNumber });
    const text = tail.kind === 'text' ? redact(tail.text.slice(-logCharsKept)) : '';
    return { taskId, mapIndex, tryNumber, kind: tail.kind, text };
  } catch (error) {
    if (error instanceof AirflowError && !error.concernsDeployment) return null;
    throw error;
  }
}
