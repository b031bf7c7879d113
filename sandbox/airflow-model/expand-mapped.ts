import type { CompiledTask } from './compiled-dag.ts';
import type { RunRecord, RunTask } from './run-record.ts';
import { addTaskInstance, changeState } from './run-record.ts';

/** The number of map indexes comes from another task's result, and that can change. */
export function hasUnexpandedCount(task: CompiledTask): boolean {
  return typeof task.definition.mapped === 'object';
}

/** Turns the one unexpanded instance into as many as the expanding task now says. False: into none, so it is skipped. */
export function expandMapped(run: RunRecord, group: RunTask, task: CompiledTask, at: number): boolean {
  const [only] = group.instances;
  if (only === undefined || only.mapIndex !== -1) return true;
  const count = countOf(run, task);
  if (count === 0) {
    changeState(run, group, only, 'skipped');
    only.startedAt = at;
    only.endedAt = at;
    return false;
  }
  only.mapIndex = 0;
  return true;
}

/** Adds the map indexes that are missing and removes the surplus (rule 6). */
export function reviseMapIndexes(run: RunRecord, group: RunTask, task: CompiledTask): void {
  const count = countOf(run, task);
  for (let mapIndex = group.instances.length; mapIndex < count; mapIndex += 1) addTaskInstance(run, group, mapIndex);
  for (const taskInstance of group.instances) {
    if (taskInstance.mapIndex >= count && taskInstance.state !== 'removed')
      changeState(run, group, taskInstance, 'removed');
  }
}

function countOf(run: RunRecord, { definition }: CompiledTask): number {
  if (typeof definition.mapped !== 'object') return definition.mapped ?? 0;
  const { by, counts } = definition.mapped;
  const expander = run.byTaskId.get(by)?.instances[0];
  let successes = 0;
  for (const start of expander?.starts ?? []) if (start.ending === 'succeeded') successes += 1;
  return counts[Math.min(Math.max(successes, 1), counts.length) - 1] ?? 0;
}
