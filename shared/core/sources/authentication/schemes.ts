import { awsSns } from './aws-sns.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { grafanaHmac } from './grafana-hmac.ts';
import { header } from './header.ts';
import { hmac } from './hmac.ts';
import { iam } from './iam.ts';
import { pagerdutyV3 } from './pagerduty-v3.ts';
import type { Scheme, SchemeName } from './scheme.ts';
import { sentryHook } from './sentry-hook.ts';
import { standardWebhooks } from './standard-webhooks.ts';

/** The scheme of each name. */
export const schemes: ReadonlyMap<SchemeName, Scheme> = new Map(
  [bearer, header, basic, hmac, grafanaHmac, pagerdutyV3, sentryHook, standardWebhooks, awsSns, iam].map(
    (scheme): [SchemeName, Scheme] => [scheme.name, scheme],
  ),
);
