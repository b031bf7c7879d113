import * as z from 'zod';
import { schemeNames } from '../sources/authentication/scheme.ts';
import { sourceKinds } from '../sources/source-kinds.ts';
import { mapping } from './mapping.ts';
import { name, secretName } from './name.ts';

const headerName = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => /^[A-Za-z0-9-]+$/.test(text), {
    error: 'a header is named with letters, digits and dashes',
    params: { code: 'wrong-name' },
  });

const authentication = z
  .strictObject({
    scheme: z
      .enum(schemeNames)
      .describe(
        '`bearer`: `Authorization: Bearer <secret>`. `basic`: the secret is `user:password`. `header`: the secret alone in a header. `hmac`: HMAC-SHA256 of the body in a header. `grafana-hmac`, `pagerduty-v3`, `sentry`, `standard-webhooks`, `aws-sns`: what those senders do. `iam`: no HTTP at all, an EventBridge rule invokes the function.',
      ),
    header: headerName
      .optional()
      .describe('The header of `header` (default `x-airmend-secret`), of `hmac` and of `grafana-hmac`.'),
    timestampHeader: headerName
      .optional()
      .describe("`grafana-hmac`: the header that Grafana's setting names; then the time is signed too, and checked."),
    prefix: z.string().max(32).optional().describe('`hmac`: what stands before the signature, like `sha256=`.'),
    encoding: z.enum(['hex', 'base64']).optional().describe('`hmac`: how the signature is written. Default: hex.'),
    topicArn: z
      .string()
      .max(300)
      .refine((text) => /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/.test(text), {
        error: 'a topic is written like `arn:aws:sns:eu-west-1:123456789012:airflow-alarms`',
        params: { code: 'wrong-name' },
      })
      .optional()
      .describe('`aws-sns`: the one topic that is listened to, and whose subscription is confirmed.'),
    certificateOrigin: z
      .string()
      .refine((text) => /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(text), {
        error: 'certificates come from AWS; only a sandbox on this machine may serve its own',
        params: { code: 'wrong-value' },
      })
      .optional()
      .describe("`aws-sns`: for the sandbox only, where its topic's certificate is. Only this machine is allowed."),
    secret: secretName.optional().describe('The secret in AWS Secrets Manager. Default: `airmend/source/<source>`.'),
  })
  .describe('How the sender proves who it is. Never off.');

/** One sender of alerts. */
export const sourceConfig = z
  .strictObject({
    kind: z.enum(sourceKinds).describe('The shape of its payloads.'),
    deployments: z.array(name).min(1).max(100).describe('The deployments this source may speak for.'),
    defaultDeployment: name
      .optional()
      .describe('The deployment of an alert that names none. Default: the only one of `deployments`, if it is one.'),
    lookup: z
      .record(z.string().min(1).max(256), z.record(z.string().min(1).max(1_024), name))
      .default({})
      .describe(
        'The deployment of an alert that has no id of one: by label (or `deploymentId`, for ids of another kind), then by its value.',
      ),
    authentication,
    mapping: mapping.optional(),
  })
  .describe('One sender of alerts. Its webhook is `<ingest URL>/<source>`.');

export type SourceConfig = z.output<typeof sourceConfig>;

/** Whether its sender proves itself with a secret at all. */
export function sharesSecret({ authentication: { scheme } }: SourceConfig): boolean {
  return scheme !== 'aws-sns' && scheme !== 'iam';
}
