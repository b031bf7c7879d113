import * as z from 'zod';
import { draftReport } from '../report-draft.ts';
import { defineSource, nothing, reportsOf } from '../source.ts';

const exception = z.looseObject({ type: z.string().nullish(), value: z.string().nullish() });

const event = z.looseObject({
  event_id: z.string().optional(),
  title: z.string().nullish(),
  message: z.string().nullish(),
  level: z.string().nullish(),
  datetime: z.unknown().optional(),
  timestamp: z.unknown().optional(),
  tags: z.unknown().optional(),
  environment: z.unknown().optional(),
  web_url: z.string().nullish(),
  exception: z.looseObject({ values: z.array(z.unknown()).nullish() }).nullish(),
});

const payload = z.looseObject({
  action: z.string(),
  data: z.looseObject({
    event: event.optional(),
    issue_alert: z.looseObject({ settings: z.unknown().optional() }).nullish(),
    triggered_rule: z.string().nullish(),
  }),
});

/** Sentry's issue alerts, by an internal integration. Airflow captures every failed try, also one that it will repeat. */
export const sentry = defineSource({
  kind: 'sentry',
  title: 'Sentry',
  schemes: ['sentry'],
  givesUpOn4xx: true,
  payload,
  normalize({ action, data: { event: captured, issue_alert, triggered_rule } }) {
    if (action !== 'triggered' || captured === undefined) return nothing('only issue alerts tell of failures');
    const { event_id, title, message, level, datetime, timestamp, tags, environment, web_url } = captured;
    const raised = exception.safeParse(captured.exception?.values?.at(-1)).data;
    const draft = draftReport('sentry', {
      fields: [tags, issue_alert?.settings],
      texts: [message, title, raised?.value],
      error: [title, message, raised?.value, raised?.type],
      occurredAt: [datetime, timestamp],
      severity: [level],
      labels: { environment, url: web_url, rule: triggered_rule },
      alertId: event_id,
      resolved: false,
    });
    return reportsOf([draft]);
  },
});
