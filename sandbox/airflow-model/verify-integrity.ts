import type { CompiledTask } from './compiled-dag.ts';
import type { RunRecord, RunTask } from './run-record.ts';
import { addTaskInstance, changeState, createRunTask } from './run-record.ts';
import type { DagRecord } from './world.ts';

/** Airflow's `verify_integrity`: a run takes on the tasks of the DAG as it is now; instances of dropped tasks become `removed`. */
export function adjustToDag(dag: DagRecord, run: RunRecord): void {
  if (run.dagVersion === dag.version) return;
  const former = run.byTaskId;
  run.dagVersion = dag.version;
  run.tasks = dag.compiled.tasks.map((task) => regroup(former.get(task.taskId), task));
  for (const group of former.values())
    if (!dag.compiled.byTaskId.has(group.taskId)) run.tasks.push({ ...group, task: null });
  run.byTaskId = new Map(run.tasks.map((group) => [group.taskId, group]));
  for (const group of run.tasks) {
    if (group.task === null) removeAll(run, group);
    else if (group.instances.length === 0) addFirstInstances(run, group, group.task);
  }
}

function regroup(former: RunTask | undefined, task: CompiledTask): RunTask {
  return former === undefined ? createRunTask(task.taskId, task) : { ...former, task };
}

function removeAll(run: RunRecord, group: RunTask): void {
  for (const taskInstance of group.instances)
    if (taskInstance.state !== 'removed') changeState(run, group, taskInstance, 'removed');
}

function addFirstInstances(run: RunRecord, group: RunTask, task: CompiledTask): void {
  const { mapped } = task.definition;
  if (typeof mapped !== 'number') {
    addTaskInstance(run, group, -1);
    return;
  }
  for (let mapIndex = 0; mapIndex < mapped; mapIndex += 1) addTaskInstance(run, group, mapIndex);
}
