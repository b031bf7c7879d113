import * as z from 'zod';

const arn = (service: string, resource: string, example: string) =>
  z
    .string()
    .max(300)
    .refine((text) => new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}$`).test(text), {
      error: `an ARN is written like \`${example}\``,
      params: { code: 'wrong-name' },
    });

const id = (prefix: string) =>
  z
    .string()
    .max(64)
    .refine((text) => new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(text), {
      error: `an id is written like \`${prefix}-0a1b2c3d4e5f60718\``,
      params: { code: 'wrong-name' },
    });

/** What CloudWatch Logs can keep logs for, in days. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731, 1_827, 3_653] as const;

const vpc = z
  .strictObject({
    vpcId: id('vpc').describe("The VPC's id."),
    subnetIds: z
      .array(id('subnet'))
      .min(1)
      .max(16)
      .describe('Subnets with a way to AWS and to the Airflow API (NAT, or endpoints and a proxy).'),
    securityGroupIds: z
      .array(id('sg'))
      .min(1)
      .max(5)
      .describe('Security groups that let https out. Nothing has to be let in.'),
  })
  .describe('A VPC of your own that the functions run in.');

const domain = z
  .strictObject({
    name: z
      .string()
      .max(253)
      .refine((text) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text), {
        error: 'a domain is written like `airmend.example.com`',
        params: { code: 'wrong-name' },
      })
      .describe('The name that senders post to.'),
    certificateArn: arn(
      'acm',
      'certificate/[a-z0-9-]+',
      'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d',
    ).describe("Its certificate, in the stack's region."),
  })
  .describe('A name of your own. Point it (CNAME or alias) at the output `IngestDomainTarget`.');

/** How the stack is set up in AWS. Every key has a default that suits production. */
export const aws = z.strictObject({
  keyArn: arn('kms', 'key/[A-Za-z0-9-]+', 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d')
    .nullable()
    .default(null)
    .describe(
      'A KMS key of your own for queues, tables, secrets, topics and logs; its policy needs the statements of `docs/operations/security.md`. Default: the stack has a key.',
    ),
  logRetentionDays: z
    .literal(retentionDays)
    .default(90)
    .describe('How long logs are kept, in days, as CloudWatch allows.'),
  edge: z
    .enum(['function-url', 'http-api'])
    .default('function-url')
    .describe(
      'What senders post to. A Function URL costs nothing; an HTTP API has a limit of its own and can have a domain.',
    ),
  requestsPerSecond: z
    .int()
    .min(1)
    .max(1_000)
    .default(50)
    .describe('`http-api`: more requests a second than this are answered 429.'),
  domain: domain.nullable().default(null).describe('`http-api`: a name of your own.'),
  ingestConcurrency: z
    .int()
    .min(1)
    .max(1_000)
    .nullable()
    .default(null)
    .describe(
      'Reserved concurrency of ingest: a ceiling on what strangers can cost. Default: none, since small accounts have none to reserve.',
    ),
  vpc: vpc.nullable().default(null).describe('A VPC of your own. Default: none is needed.'),
  alarms: z.boolean().default(true).describe('Whether the stack has alarms.'),
  alarmTopicArn: arn('sns', '[\\w-]+', 'arn:aws:sns:eu-west-1:123456789012:platform-alarms')
    .nullable()
    .default(null)
    .describe('A topic of your own for the alarms. Default: the stack has one, the output `AlarmsTopic`.'),
  runbooksUrl: z
    .url({ protocol: /^https?$/, error: 'a URL starts with https://' })
    .nullable()
    .default(null)
    .describe(
      'Where `docs/operations/runbooks` is published, for the links in alarms. Default: the path in this repository.',
    ),
  dashboard: z.boolean().default(true).describe('Whether the stack has a dashboard.'),
});

export type AwsConfig = z.output<typeof aws>;
