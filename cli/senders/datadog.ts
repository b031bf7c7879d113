import { type Sender, toTextFields, toTitle } from './sender.ts';

/** The template of our docs, filled in. */
export const datadog: Sender = {
  kind: 'datadog',
  compose: (failed, { id }) => ({
    id,
    event_type: 'log_alert',
    title: `[Triggered] ${toTitle(failed)}`,
    body: failed.error,
    alert_cycle_key: id,
    alert_transition: 'Triggered',
    alert_type: 'error',
    alert_priority: 'P2',
    alert_scope: `dag_id:${failed.dagId.toLowerCase()}`,
    date: String(failed.failedAt),
    tags: `dag_id:${failed.dagId.toLowerCase()},monitor`,
    ...toTextFields(failed),
  }),
};
