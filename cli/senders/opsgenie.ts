import { type Sender, toIdentityKey, toTextFields, toTitle } from './sender.ts';

export const opsgenie: Sender = {
  kind: 'opsgenie',
  compose: (failed, { id }) => ({
    action: 'Create',
    integrationName: 'airmend',
    source: { name: 'Airflow', type: 'API' },
    alert: {
      alertId: id,
      tinyId: '1',
      alias: toIdentityKey(failed),
      message: toTitle(failed),
      description: failed.error,
      details: toTextFields(failed),
      tags: ['airflow'],
      priority: 'P2',
      source: 'airflow',
      createdAt: failed.failedAt,
      updatedAt: failed.failedAt,
    },
  }),
};
