import { composeGroup } from './grouped-alert.ts';
import type { Sender } from './sender.ts';

export const grafana: Sender = {
  kind: 'grafana',
  compose: (failed, sending) => ({
    ...composeGroup(failed, sending),
    version: '1',
    orgId: 1,
    title: '[FIRING:1] AirflowTaskFailed',
    state: 'alerting',
    message: failed.error,
  }),
};
