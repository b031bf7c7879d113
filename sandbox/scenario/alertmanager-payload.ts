import { createHash } from 'node:crypto';

/** What an alert is about, as a failure callback would push it to Alertmanager. */
export interface AlertedTask {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly taskId: string;
  readonly mapIndex: number;
  readonly tryNumber: number;
  readonly deploymentId: string;
  readonly error: string;
  readonly at: number;
}

/** Alertmanager's webhook payload (version 4) of one group with one alert. */
export function alertmanagerPayload({
  dagId,
  dagRunId,
  taskId,
  mapIndex,
  tryNumber,
  deploymentId,
  error,
  at,
}: AlertedTask): string {
  const labels = {
    alertname: 'AirflowTaskFailed',
    dag_id: dagId,
    run_id: dagRunId,
    task_id: taskId,
    map_index: String(mapIndex),
    try_number: String(tryNumber),
    deployment_id: deploymentId,
    severity: 'warning',
  };
  const startsAt = new Date(at).toISOString();
  const fingerprint = createHash('sha256').update(JSON.stringify(labels)).digest('hex').slice(0, 16);
  const annotations = { summary: `${taskId} failed`, description: error };
  return JSON.stringify({
    receiver: 'airmend',
    status: 'firing',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations,
        startsAt,
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint,
      },
    ],
    groupLabels: { alertname: 'AirflowTaskFailed' },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'http://alertmanager.example',
    version: '4',
    groupKey: `{}:{alertname="AirflowTaskFailed", dag_id="${dagId}"}`,
    truncatedAlerts: 0,
  });
}
