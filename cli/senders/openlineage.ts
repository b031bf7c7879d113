import { type FailedTask, type Sender, toIso, toTitle } from './sender.ts';

export const openlineage: Sender = {
  kind: 'openlineage',
  compose: (failed, { id }) => ({
    eventType: 'FAIL',
    eventTime: toIso(failed.failedAt),
    producer: 'https://github.com/apache/airflow/tree/providers-openlineage/2.7.3',
    run: { runId: id, facets: { ...toFacet(failed), errorMessage: { message: failed.error } } },
    job: { namespace: failed.deploymentId, name: toTitle(failed) },
  }),
};

function toFacet({ dagId, dagRunId, taskId, mapIndex, tryNumber }: FailedTask) {
  const ofRun = {
    dag: { dag_id: dagId },
    dagRun: { dag_id: dagId, ...(dagRunId === null ? {} : { run_id: dagRunId }) },
  };
  if (taskId === null) return { airflowDagRun: ofRun };
  // Airflow leaves the index out where the task is not mapped.
  const index = mapIndex === null || mapIndex < 0 ? {} : { map_index: mapIndex };
  const taskInstance = { ...index, ...(tryNumber === null ? {} : { try_number: tryNumber }) };
  return { airflow: { ...ofRun, task: { task_id: taskId }, taskInstance } };
}
