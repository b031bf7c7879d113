import type { DagDefinition } from '../../../sandbox/airflow-model/dag-definition.ts';

/** All tasks below some tasks, from the DAG's definition: the simulation's own closure, not the one that dry runs show. */
export function below(dag: DagDefinition, taskIds: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  // Tasks are defined after what is above them.
  for (const { taskId, upstream = [] } of dag.tasks)
    if (upstream.some((above) => taskIds.has(above) || found.has(above))) found.add(taskId);
  return found;
}

export function dagOf(dags: readonly DagDefinition[], dagId: string): DagDefinition {
  const dag = dags.find((one) => one.dagId === dagId);
  if (dag === undefined) throw new Error(`the plan has no DAG ${dagId}`);
  return dag;
}
