import { type Sender, toFields, toIso } from './sender.ts';

export const standardWebhooks: Sender = {
  kind: 'standard-webhooks',
  compose: (failed) => ({
    type: 'airflow.task_instance.failed',
    timestamp: toIso(failed.failedAt),
    data: { ...toFields(failed), state: 'failed', error: failed.error },
  }),
};
