import * as z from 'zod';
import { groupedAlerts, readGroupedAlerts } from '../grouped-alerts.ts';
import { defineSource } from '../source.ts';

/** Prometheus Alertmanager, webhook version 4. */
export const alertmanager = defineSource({
  kind: 'alertmanager',
  title: 'Prometheus Alertmanager',
  schemes: ['bearer', 'basic', 'header'],
  givesUpOn4xx: false,
  payload: z.looseObject({ alerts: groupedAlerts }),
  normalize: ({ alerts }) => readGroupedAlerts('alertmanager', alerts),
});
