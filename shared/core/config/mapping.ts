import * as z from 'zod';

const expression = z.string().min(1).max(1_000);

/** Where a value comes from: a JMESPath expression, several of them (the first that finds something), or one whose text a pattern is cut from. */
const mapped = z.union(
  [
    expression,
    z.array(expression).min(1).max(10),
    z.strictObject({
      from: z.union([expression, z.array(expression).min(1).max(10)]),
      pattern: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe('An RE2 expression; its first group, or all of its match, is the value.'),
      map: z.record(z.string().max(256), z.string().max(256)).optional().describe('Other words for what is found.'),
    }),
  ],
  { error: 'a field is a JMESPath expression, a list of them, or {"from": …, "pattern": …}' },
);

/** How the payloads of the kind `generic` are read. Everything is an expression over one alert. */
export const mapping = z
  .strictObject({
    each: expression.optional().describe('The list of alerts in the body. Default: the body is one alert.'),
    when: expression.optional().describe('What must be true for an alert to be a failure, or the end of one.'),
    resolved: expression.optional().describe('True where the alert says that it is over.'),
    fields: z
      .strictObject({
        organizationId: mapped.optional(),
        workspaceId: mapped.optional(),
        deploymentId: mapped.optional(),
        dagId: mapped.optional(),
        dagRunId: mapped.optional(),
        taskId: mapped.optional(),
        mapIndex: mapped.optional(),
        tryNumber: mapped.optional(),
        state: mapped.optional(),
        error: mapped.optional(),
        logUrl: mapped.optional(),
        occurredAt: mapped.optional(),
        severity: mapped.optional(),
        alertId: mapped.optional(),
      })
      .describe("What a report says, and where it stands. `alertId` is the sender's own id, for deduplication."),
    labels: z.record(z.string().min(1).max(64), mapped).default({}).describe('Labels by name.'),
    texts: z.array(expression).max(10).default([]).describe('Texts that may hold an identity key or an Airflow link.'),
    required: z
      .array(z.enum(['dagId', 'dagRunId', 'taskId', 'deploymentId', 'alertId', 'occurredAt', 'error']))
      .max(7)
      .default([])
      .describe('What an alert must say to be accepted.'),
  })
  .describe('How the payloads of the kind `generic` are read, in JMESPath.');

export type Mapping = z.output<typeof mapping>;
export type MappedField = z.output<typeof mapped>;
