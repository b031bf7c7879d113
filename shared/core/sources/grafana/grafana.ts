import * as z from 'zod';
import { readMember } from '../fields.ts';
import { type GroupedAlert, groupedAlerts, readGroupedAlerts } from '../grouped-alerts.ts';
import { defineSource } from '../source.ts';

/** Grafana's own alerts about its data source: they tell nothing of Airflow. */
const dataSourceAlerts = new Set<unknown>(['DatasourceError', 'DatasourceNoData']);
const dataSourceReasons = new Set<unknown>(['Error', 'NoData']);

/** Grafana alerting. */
export const grafana = defineSource({
  kind: 'grafana',
  title: 'Grafana alerting',
  schemes: ['grafana-hmac', 'bearer', 'basic', 'header'],
  givesUpOn4xx: false,
  payload: z.looseObject({ alerts: groupedAlerts }),
  normalize: ({ alerts }) => readGroupedAlerts('grafana', alerts, isOfDataSource),
});

function isOfDataSource({ labels, annotations }: GroupedAlert): boolean {
  const reason = readMember(labels, 'grafana_state_reason') ?? readMember(annotations, 'grafana_state_reason');
  return dataSourceAlerts.has(readMember(labels, 'alertname')) || dataSourceReasons.has(reason);
}
