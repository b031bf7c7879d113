import { type FailedTask, type Sending, toIso, toTextFields, toTitle } from './sender.ts';

/** A group of one alert, as Alertmanager and Grafana send it. */
export function composeGroup(failed: FailedTask, { id }: Sending) {
  const labels = { alertname: 'AirflowTaskFailed', ...toTextFields(failed), severity: 'critical' };
  const annotations = { summary: toTitle(failed), description: failed.error };
  return {
    receiver: 'airmend',
    status: 'firing',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations,
        startsAt: toIso(failed.failedAt),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: id.slice(0, 16),
      },
    ],
    groupLabels: { alertname: 'AirflowTaskFailed' },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'https://alerts.example/',
    groupKey: '{}:{alertname="AirflowTaskFailed"}',
    truncatedAlerts: 0,
  };
}
