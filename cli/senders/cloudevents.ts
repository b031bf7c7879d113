import { type Sender, toFields, toIso } from './sender.ts';

export const cloudevents: Sender = {
  kind: 'cloudevents',
  contentType: 'application/cloudevents+json',
  compose: (failed, { id }) => ({
    specversion: '1.0',
    type: 'org.apache.airflow.task_instance.failed',
    source: `/airflow/deployments/${failed.deploymentId}`,
    id,
    time: toIso(failed.failedAt),
    datacontenttype: 'application/json',
    data: { ...toFields(failed), state: 'failed', error: failed.error },
  }),
};
