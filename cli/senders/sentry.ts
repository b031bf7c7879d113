import { type Sender, toIso, toTextFields } from './sender.ts';

/** An issue alert of an event with Airflow's tags, and with those that our docs add to them. */
export const sentry: Sender = {
  kind: 'sentry',
  compose: (failed, { id }) => ({
    action: 'triggered',
    actor: { id: 'sentry', name: 'Sentry', type: 'application' },
    installation: { uuid: id },
    data: {
      event: {
        event_id: id,
        title: `RuntimeError: ${failed.error}`,
        message: '',
        level: 'error',
        datetime: toIso(failed.failedAt),
        exception: { values: [{ type: 'RuntimeError', value: failed.error }] },
        tags: Object.entries(toTextFields(failed)),
      },
      triggered_rule: 'Airflow task failures',
    },
  }),
};
