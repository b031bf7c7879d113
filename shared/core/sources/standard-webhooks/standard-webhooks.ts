import * as z from 'zod';
import { outcomeOf, readEventData } from '../airmend-event.ts';
import { readMember } from '../fields.ts';
import { draftReport } from '../report-draft.ts';
import { defineSource, nothing, reportsOf } from '../source.ts';

/** Events signed by Standard Webhooks, with the types `airflow.….failed` and `airflow.….recovered`. */
export const standardWebhooks = defineSource({
  kind: 'standard-webhooks',
  title: 'Standard Webhooks',
  schemes: ['standard-webhooks'],
  givesUpOn4xx: true,
  payload: z.looseObject({ type: z.string(), timestamp: z.unknown().optional(), data: z.unknown().optional() }),
  normalize({ type, timestamp, data }, { headers }) {
    const outcome = outcomeOf(type);
    if (outcome === undefined) return nothing(`an event of type ${type} is no failure`);
    const draft = draftReport('standard-webhooks', {
      ...readEventData(data),
      occurredAt: [timestamp, readMember(data, 'timestamp')],
      alertId: headers.get('webhook-id') ?? headers.get('svix-id'),
      resolved: outcome === 'recovered',
    });
    return reportsOf([draft]);
  },
});
