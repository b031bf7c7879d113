import type { AffectedTaskInstance } from '../airflow/affected-task-instance.ts';
import { isActive } from '../airflow/state.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';
import { chargeTries, triesOf, withTries } from './count-tries.ts';
import type { Incident } from './incident.ts';
import { countSettledOutside, hasMoved, type Intent, type TaskFailing } from './intent.ts';

/** An effect that a look saw and that its write's proof did not hold. */
export interface WiderEffect {
  readonly difference: string;
  /** Failed tasks that are no longer failed as they were, although the write did not name them. */
  readonly moved: readonly TaskFailing[];
}

/**
 * What shows that an effect was wider than its proof; null: nothing. Instances that the write did not name are settled no more, or,
 * where the answer did not say what was touched, another failed task has moved too.
 */
export function findWiderEffect(
  intent: Intent,
  cases: readonly TaskFailing[],
  taskInstances: readonly TaskInstance[],
): WiderEffect | null {
  if (intent.action.kind === 'setState') return null;
  const taskIds = intent.tasks.map(({ taskId }) => taskId);
  const unsettled = intent.settledOutside - countSettledOutside(taskIds, taskInstances);
  const moved = findMovedOutside(intent, cases, taskInstances);
  const differences: string[] = [];
  if (unsettled > 0)
    differences.push(`${unsettled} task instance(s) that the write did not name are no longer settled`);
  if (moved.length > 0) {
    const named = moved.map(({ taskId }) => taskId).join(', ');
    differences.push(
      `${named}, which the write did not name, is no longer failed as it was, and the write's answer did not show what it touched`,
    );
  }
  return differences.length === 0 ? null : { difference: differences.join('; '), moved };
}

function findMovedOutside(
  intent: Intent,
  cases: readonly TaskFailing[],
  taskInstances: readonly TaskInstance[],
): readonly TaskFailing[] {
  if (intent.isAnswered || intent.action.kind === 'queueRun') return [];
  const outside = new Set(intent.failedOutside);
  return cases.filter(
    ({ taskId, failing }) => outside.has(taskId) && hasMoved([{ taskId, roots: failing }], taskInstances),
  );
}

/** Charges what a look saw moved and no answer named. */
export function chargeMoved(incident: Incident, moved: readonly TaskFailing[]): Incident {
  const watched = moved.filter(({ taskId }) => incident.intent?.failedOutside.includes(taskId) ?? false);
  return watched.length === 0 ? incident : chargeUnnamed(incident, watched);
}

/**
 * Charges what a clear's answer shows beyond its proof: other tasks, and instances of its own that ran when they were listed and had failed
 * when it came. An upper bound: all of them, where the API names no map index. Tries are bounded for them too.
 */
export function chargeWiderEffect(
  incident: Incident,
  intent: Intent,
  { answer, listed }: { answer: readonly AffectedTaskInstance[]; listed: readonly TaskInstance[] },
): Incident {
  if (intent.action.kind !== 'clear' && intent.action.kind !== 'completion') return incident;
  const { dagId, dagRunId } = incident.run;
  const shownByTask = Map.groupBy(
    answer.filter((one) => one.dagId === dagId && one.dagRunId === dagRunId),
    ({ taskId }) => taskId,
  );
  const unnamed = [...shownByTask].flatMap(([taskId, shown]) => {
    const meant = intent.tasks.find((task) => task.taskId === taskId);
    if (meant !== undefined && shown.length <= meant.roots.length + meant.blocked) return [];
    const named = new Set(shown.map(({ mapIndex }) => mapIndex));
    const failing = listed.filter(
      (one) =>
        one.taskId === taskId &&
        (meant === undefined || isActive(one.state)) &&
        (named.has(null) || named.has(one.mapIndex)),
    );
    return [{ taskId, failing }];
  });
  return chargeUnnamed(incident, unnamed);
}

/** Charges each task once: the intent does not watch it any more. */
function chargeUnnamed(incident: Incident, unnamed: readonly TaskFailing[]): Incident {
  const charged = new Set(unnamed.map(({ taskId }) => taskId));
  const { intent } = incident;
  return {
    ...incident,
    tries: unnamed.reduce(
      (tries, { taskId, failing }) => withTries(tries, chargeTries(triesOf(tries, taskId), failing)),
      incident.tries,
    ),
    intent:
      intent === null
        ? null
        : { ...intent, failedOutside: intent.failedOutside.filter((taskId) => !charged.has(taskId)) },
  };
}
