import * as z from 'zod';
import { draftReport } from '../report-draft.ts';
import { defineSource, nothing, reportsOf } from '../source.ts';

const named = z.looseObject({ summary: z.string().nullish() }).nullish();

const event = z.looseObject({
  event_type: z.string(),
  occurred_at: z.unknown().optional(),
  data: z.looseObject({
    id: z.string().optional(),
    incident_key: z.string().nullish(),
    title: z.string().nullish(),
    description: z.string().nullish(),
    created_at: z.unknown().optional(),
    number: z.unknown().optional(),
    html_url: z.string().nullish(),
    urgency: z.string().nullish(),
    priority: named,
    service: named,
  }),
});

const failures = new Set(['incident.triggered', 'incident.reopened']);
/** An urgency is a severity of its own kind: here `low` is one. */
const severityOfUrgency = new Map([
  ['high', 'error'],
  ['low', 'warning'],
]);

/** PagerDuty's V3 webhooks. They carry no custom details: identity comes from the dedup key or the title. */
export const pagerduty = defineSource({
  kind: 'pagerduty',
  title: 'PagerDuty V3 webhooks',
  schemes: ['pagerduty-v3'],
  givesUpOn4xx: true,
  payload: z.looseObject({ event }),
  normalize({ event: { event_type, occurred_at, data } }) {
    const resolved = event_type === 'incident.resolved';
    if (!resolved && !failures.has(event_type)) return nothing(`a ${event_type} event is no failure`);
    const { id, incident_key, title, description, created_at, number, html_url, urgency, priority, service } = data;
    const draft = draftReport('pagerduty', {
      texts: [incident_key, title, description],
      error: [title, description],
      occurredAt: [occurred_at, created_at],
      severity: [priority?.summary, severityOfUrgency.get(urgency ?? '')],
      labels: { incidentId: id, incidentNumber: number, incidentUrl: html_url, service: service?.summary, urgency },
      alertId: id,
      resolved,
    });
    return reportsOf([draft]);
  },
});
