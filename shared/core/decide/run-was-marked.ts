import { isBlocked, type TaskInstance } from '../airflow/task-instance.ts';
import type { Truth } from './truth.ts';

/** How much older than the failure a skip must be to have been the DAG's own branching. */
const sameMomentMs = 5_000;

/**
 * A run that somebody marked failed: what had not started is `skipped`, where a failure would have left it `upstream_failed`
 * (airflow: set_dag_run_state_to_failed). Skips that are clearly older than the failure are the DAG's own branches and no sign.
 */
export function runWasMarked(truth: Truth, failedAt: number): boolean {
  if (truth.run?.state !== 'failed') return false;
  if (truth.taskInstances.some(isBlocked)) return false;
  return truth.taskInstances.some((instance) => wasSkippedWithTheFailure(instance, failedAt));
}

function wasSkippedWithTheFailure({ state, tryNumber, endedAt }: TaskInstance, failedAt: number): boolean {
  return state === 'skipped' && tryNumber === 0 && (endedAt === null || endedAt >= failedAt - sameMomentMs);
}
