/** Every kind of sender there is. `sources.ts` holds one source for each, docs/sources one page. */
export const sourceKinds = [
  'airmend',
  'airflow-callback',
  'alertmanager',
  'astro',
  'aws-sns',
  'cloudevents',
  'datadog',
  'eventbridge',
  'generic',
  'grafana',
  'openlineage',
  'opsgenie',
  'pagerduty',
  'sentry',
  'standard-webhooks',
] as const;

export type SourceKind = (typeof sourceKinds)[number];
