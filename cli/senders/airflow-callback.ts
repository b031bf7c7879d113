import { type Sender, toFields, toIso } from './sender.ts';

export const airflowCallback: Sender = {
  kind: 'airflow-callback',
  compose: (failed) => ({
    version: 1,
    event: failed.taskId === null ? 'dag_run_failed' : 'task_failed',
    timestamp: toIso(failed.failedAt),
    ...toFields(failed),
    state: 'failed',
    exception: { type: 'RuntimeError', message: failed.error },
  }),
};
