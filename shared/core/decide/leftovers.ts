import { isRunFinished } from '../airflow/state.ts';
import { isBlocked, isFailed } from '../airflow/task-instance.ts';
import type { Case, Incident } from '../incident/incident.ts';
import type { Action } from '../incident/intent.ts';
import type { Truth } from './truth.ts';

/** How often what stayed blocked is cleared before a person is asked. Charged nothing: it adds no try to a root. */
export const completionsMax = 2;
/** How often a run is queued again before a person is asked. */
export const runQueuingsMax = 2;

export interface Leftover {
  readonly action: Extract<Action, { kind: 'completion' | 'queueRun' }>;
  readonly taskIds: readonly string[];
  readonly reason: string;
}

/**
 * What Airmend's own writes can leave behind in a finished run, in which nothing is failed any more:
 * a lost clear (an instance without a state is run by nobody, and onlyFailed can't find it), descendants that stayed blocked
 * (airflow#31510, a scheduler pass in flight), or a run that stays failed because nothing below the set task was to be cleared.
 */
export function findLeftover(incident: Incident, truth: Truth): Leftover | null {
  const { run, taskInstances } = truth;
  if (run === null || !isRunFinished(run.state)) return null;
  if (!incident.cases.some(isByAirmend) || taskInstances.some(isFailed)) return null;
  const queueRun = (reason: string): Leftover | null =>
    incident.runQueuings < runQueuingsMax ? { action: { kind: 'queueRun' }, taskIds: [], reason } : null;
  if (taskInstances.some(({ state }) => state === 'none')) {
    return queueRun(
      'cleared task instances without a state in a finished run are run by nobody: the run is queued again',
    );
  }
  const blocked = [...new Set(taskInstances.filter(isBlocked).map(({ taskId }) => taskId))];
  if (blocked.length > 0) {
    if (incident.completions >= completionsMax) return null;
    const reason = `${blocked.length} task(s) stayed blocked although nothing is failed any more`;
    return { action: { kind: 'completion' }, taskIds: blocked, reason };
  }
  return run.state === 'failed'
    ? queueRun('the run stays failed with nothing failed or blocked in it: it is queued again')
    : null;
}

/** Airmend's write is the last that was done to it: what a person ran again is theirs to finish. */
function isByAirmend({ writes, written, ending }: Case): boolean {
  return ending === null ? written !== null : writes > 0 && ending.outcome === 'remedied';
}
