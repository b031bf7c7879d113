import type { AffectedTaskInstance } from '../airflow/affected-task-instance.ts';
import { isActive } from '../airflow/state.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';
import { chargeTries, triesOf, withTries } from './count-tries.ts';
import type { Incident } from './incident.ts';
import type { Intent } from './intent.ts';

/**
 * Charges what a clear's answer shows beyond its proof: other tasks, and instances of its own that ran when they were listed and had failed
 * when it came. An upper bound: all of them, where the API names no map index. Tries are bounded for them too.
 */
export function chargeWiderEffect(
  incident: Incident,
  intent: Intent,
  { answer, listed }: { answer: readonly AffectedTaskInstance[]; listed: readonly TaskInstance[] },
): Incident {
  if (intent.action.kind !== 'clear') return incident;
  const { dagId, dagRunId } = incident.run;
  let { tries } = incident;
  const shownByTask = Map.groupBy(
    answer.filter((one) => one.dagId === dagId && one.dagRunId === dagRunId),
    ({ taskId }) => taskId,
  );
  for (const [taskId, shown] of shownByTask) {
    const meant = intent.tasks.find((task) => task.taskId === taskId);
    if (meant !== undefined && shown.length <= meant.roots.length + meant.blocked) continue;
    const named = new Set(shown.map(({ mapIndex }) => mapIndex));
    const besides = listed.filter(
      (one) =>
        one.taskId === taskId &&
        (meant === undefined || isActive(one.state)) &&
        (named.has(null) || named.has(one.mapIndex)),
    );
    tries = withTries(tries, chargeTries(triesOf(tries, taskId), besides));
  }
  return { ...incident, tries };
}
