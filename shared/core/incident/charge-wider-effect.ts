import type { AffectedTaskInstance } from '../airflow/affected-task-instance.ts';
import { isActive } from '../airflow/state.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';
import { chargeTries, triesOf, withTries } from './count-tries.ts';
import type { Incident } from './incident.ts';
import type { Intent } from './intent.ts';

/**
 * Charges what a clear's answer shows beyond its proof: instances of its tasks that ran when they were listed, and had failed when it came.
 * An upper bound: all that ran, where the API names no map index. Tries are bounded for them too.
 */
export function chargeWiderEffect(
  incident: Incident,
  intent: Intent,
  { answer, listed }: { answer: readonly AffectedTaskInstance[]; listed: readonly TaskInstance[] },
): Incident {
  if (intent.action.kind !== 'clear') return incident;
  let { tries } = incident;
  for (const { taskId, roots, blocked } of intent.tasks) {
    const shown = answer.filter((one) => one.taskId === taskId && one.dagRunId === incident.run.dagRunId);
    if (shown.length <= roots.length + blocked) continue;
    const named = new Set(shown.map(({ mapIndex }) => mapIndex));
    const besides = listed.filter(
      (one) => one.taskId === taskId && isActive(one.state) && (named.has(null) || named.has(one.mapIndex)),
    );
    tries = withTries(tries, chargeTries(triesOf(tries, taskId), besides));
  }
  return { ...incident, tries };
}
