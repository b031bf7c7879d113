import { type Sender, toIdentityKey, toIso, toTitle } from './sender.ts';

/** The identity stands in the dedup key: nothing else of an alert comes along. */
export const pagerduty: Sender = {
  kind: 'pagerduty',
  contentType: 'application/json; charset=utf-8',
  compose: (failed, { id }) => ({
    event: {
      id: id.slice(0, 26).toUpperCase(),
      event_type: 'incident.triggered',
      resource_type: 'incident',
      occurred_at: toIso(failed.failedAt),
      data: {
        id: `Q${id.slice(0, 13).toUpperCase()}`,
        type: 'incident',
        number: 1,
        status: 'triggered',
        incident_key: toIdentityKey(failed),
        title: `Airflow task failed: ${toTitle(failed)}`,
        created_at: toIso(failed.failedAt),
        service: { type: 'service_reference', summary: 'Airflow' },
        urgency: 'high',
      },
    },
  }),
};
