import type { AffectedTaskInstance } from '../airflow/affected-task-instance.ts';
import type { RunReference } from '../airflow/run.ts';
import { isBlocked, isFailed, type TaskInstance, type TaskInstanceKey } from '../airflow/task-instance.ts';

/** How many instances of each task a write is to touch. */
export type IntendedCounts = ReadonlyMap<string, number>;

export type PreviewComparison =
  | { readonly kind: 'equal' }
  /** Less than intended: something moved since the listing. */
  | { readonly kind: 'narrower'; readonly difference: string }
  /** More than intended, another run or another DAG: refused. */
  | { readonly kind: 'wider'; readonly difference: string };

/** Holds an API's preview (or answer) against what was meant: task ids, each with its number of instances, in this run only. */
export function comparePreview(
  preview: readonly AffectedTaskInstance[],
  run: RunReference,
  intended: IntendedCounts,
): PreviewComparison {
  const strangers = preview.filter(({ dagId, dagRunId }) => dagId !== run.dagId || dagRunId !== run.dagRunId);
  const [stranger] = strangers;
  if (stranger !== undefined) {
    return {
      kind: 'wider',
      difference: `it also names ${stranger.taskId} in run ${stranger.dagRunId} of DAG ${stranger.dagId}`,
    };
  }
  const shown = countByTask(preview);
  const wider = [...shown].filter(([taskId, count]) => count > (intended.get(taskId) ?? 0));
  if (wider.length > 0) return { kind: 'wider', difference: renderCounts(wider, intended) };
  const narrower = [...intended].filter(([taskId, count]) => (shown.get(taskId) ?? 0) < count);
  if (narrower.length > 0) {
    return {
      kind: 'narrower',
      difference: renderCounts(
        narrower.map(([taskId]) => [taskId, shown.get(taskId) ?? 0]),
        intended,
      ),
    };
  }
  return { kind: 'equal' };
}

/** What a preview names and the listing did not show as failed or blocked, by map index; null: nothing, or the API names no indexes. */
export function findStray(
  preview: readonly AffectedTaskInstance[],
  listed: readonly TaskInstance[],
): { readonly taskId: string; readonly mapIndex: number } | null {
  const meant = new Set(listed.filter((one) => isFailed(one) || isBlocked(one)).map(keyOf));
  for (const { taskId, mapIndex } of preview) {
    if (mapIndex !== null && !meant.has(keyOf({ taskId, mapIndex }))) return { taskId, mapIndex };
  }
  return null;
}

function keyOf({ taskId, mapIndex }: TaskInstanceKey): string {
  return `${mapIndex} ${taskId}`;
}

/** How many instances of each task a preview names. */
export function countByTask(preview: readonly { taskId: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { taskId } of preview) counts.set(taskId, (counts.get(taskId) ?? 0) + 1);
  return counts;
}

const tasksShownMax = 5;

function renderCounts(shown: readonly (readonly [string, number])[], intended: IntendedCounts): string {
  const lines = shown
    .slice(0, tasksShownMax)
    .map(([taskId, count]) => `${taskId}: ${count} instance(s) instead of ${intended.get(taskId) ?? 0}`);
  const rest = shown.length - lines.length;
  return lines.join(', ') + (rest > 0 ? `, and ${rest} more task(s)` : '');
}
