import type { SourceKind } from '../../shared/core/sources/source-kinds.ts';
import { airflowCallback } from './airflow-callback.ts';
import { airmend } from './airmend.ts';
import { alertmanager } from './alertmanager.ts';
import { astro } from './astro.ts';
import { awsSns } from './aws-sns.ts';
import { cloudevents } from './cloudevents.ts';
import { datadog } from './datadog.ts';
import { eventbridge } from './eventbridge.ts';
import { generic } from './generic.ts';
import { grafana } from './grafana.ts';
import { openlineage } from './openlineage.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import type { Sender } from './sender.ts';
import { sentry } from './sentry.ts';
import { standardWebhooks } from './standard-webhooks.ts';

/** The sender of each kind. */
export const senders: ReadonlyMap<SourceKind, Sender> = new Map(
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
  ].map((sender): [SourceKind, Sender] => [sender.kind, sender]),
);
