import * as z from 'zod';
import { eventData, outcomeOf, readEventData } from '../airmend-event.ts';
import { draftReport } from '../report-draft.ts';
import { defineSource, nothing, reportsOf } from '../source.ts';

/** Events signed by Standard Webhooks, with the types `airflow.….failed` and `airflow.….recovered`. */
export const standardWebhooks = defineSource({
  kind: 'standard-webhooks',
  title: 'Standard Webhooks',
  schemes: ['standard-webhooks'],
  givesUpOn4xx: true,
  payload: z.looseObject({ type: z.string(), timestamp: z.unknown().optional(), data: eventData }),
  normalize({ type, timestamp, data }, { headers }) {
    const outcome = outcomeOf(type);
    if (outcome === undefined) return nothing(`an event of type ${type} is no failure`);
    const draft = draftReport('standard-webhooks', {
      ...readEventData(data),
      occurredAt: [timestamp, data['timestamp']],
      alertId: headers.get('webhook-id') ?? headers.get('svix-id'),
      resolved: outcome === 'recovered',
    });
    return reportsOf([draft]);
  },
});
