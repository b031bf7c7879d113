import { airflowCallback } from './airflow-callback/airflow-callback.ts';
import { airmend } from './airmend/airmend.ts';
import { alertmanager } from './alertmanager/alertmanager.ts';
import { astro } from './astro/astro.ts';
import { awsSns } from './aws-sns/aws-sns.ts';
import { cloudevents } from './cloudevents/cloudevents.ts';
import { datadog } from './datadog/datadog.ts';
import { eventbridge } from './eventbridge/eventbridge.ts';
import { generic } from './generic/generic.ts';
import { grafana } from './grafana/grafana.ts';
import { openlineage } from './openlineage/openlineage.ts';
import { opsgenie } from './opsgenie/opsgenie.ts';
import { pagerduty } from './pagerduty/pagerduty.ts';
import { sentry } from './sentry/sentry.ts';
import type { Source } from './source.ts';
import type { SourceKind } from './source-kinds.ts';
import { standardWebhooks } from './standard-webhooks/standard-webhooks.ts';

/** The source of each kind. */
export const sources: ReadonlyMap<SourceKind, Source> = new Map(
  [
    airmend,
    airflowCallback,
    alertmanager,
    astro,
    awsSns,
    cloudevents,
    datadog,
    eventbridge,
    generic,
    grafana,
    openlineage,
    opsgenie,
    pagerduty,
    sentry,
    standardWebhooks,
  ].map((source): [SourceKind, Source] => [source.kind, source]),
);
