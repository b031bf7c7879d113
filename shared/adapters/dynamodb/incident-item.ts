import * as z from 'zod';
import { settableStates } from '../../core/airflow/set-state-request.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { outcomes } from '../../core/incident/outcome.ts';
import type { Roots } from '../../core/incident/roots.ts';
import { readRoots, writeRoots } from './roots-text.ts';
import { readTries, writeTries } from './tries-text.ts';

/** The form of incident this code writes; it reads this one and the one before. */
export const incidentItemVersion = 1;

const time = z.number();
const outcome = z.enum(outcomes);

const roots = rangesText<Roots>(z.custom<Roots>(Array.isArray), { read: readRoots, write: writeRoots });
const triesAdded = rangesText(z.record(z.string(), z.number()), { read: readTries, write: writeTries });

/** A value per map index, stored as the text of its ranges. */
function rangesText<Value>(
  value: z.ZodType<Value, Value>,
  { read, write }: { read: (text: string) => Value | null; write: (value: Value) => string },
) {
  return z.codec(z.string(), value, {
    decode: (text, context) => {
      const found = read(text);
      if (found !== null) return found;
      context.issues.push({ code: 'custom', input: text, message: 'is not a text of ranges of map indexes' });
      return z.NEVER;
    },
    encode: write,
  });
}

const taskRoots = z.object({ taskId: z.string(), roots });

const step = z.union([
  z.object({ kind: z.literal('clear'), afterMs: z.number(), timeoutMs: z.number() }),
  z.object({ kind: z.literal('setState'), state: z.enum(settableStates), afterMs: z.number(), timeoutMs: z.number() }),
  z.object({ kind: z.literal('escalate'), channel: z.string() }),
  z.object({ kind: z.literal('ignore') }),
]);

const action = z.union([
  z.object({ kind: z.enum(['clear', 'completion', 'queueRun']) }),
  z.object({ kind: z.literal('setState'), state: z.enum(settableStates) }),
]);

const evidence = z.object({
  failedAt: time,
  log: z.enum(['text', 'missing', 'cut']),
  failureClass: z.string(),
  transient: z.union([z.boolean(), z.literal('unsure')]),
  decidingLine: z.string().nullable(),
  confidence: z.number().exactOptional(),
  signature: z.string().exactOptional(),
  setFromOutside: z.boolean(),
  sampled: z.array(z.number()).nullable(),
  protectedBy: z.string().nullable(),
  policyHash: z.string(),
});

const caseItem = z.object({
  taskId: z.string(),
  openedAt: time,
  failedAt: time,
  failing: roots,
  evidence: evidence.nullable(),
  rule: z.string().nullable().exactOptional(),
  plan: z.array(step),
  step: z.number(),
  stepSince: time,
  written: z.object({ intentId: z.string(), roots, at: time, happened: z.boolean() }).nullable(),
  writes: z.number(),
  idle: z.object({ ms: z.number(), since: time.nullable() }),
  toldAt: time.nullable(),
  ending: z.object({ outcome, at: time, reason: z.string(), channel: z.string().nullable() }).nullable(),
});

const intent = z.object({
  intentId: z.string(),
  action,
  tasks: z.array(taskRoots.extend({ blocked: z.number() })),
  recordedAt: time,
  sendBy: time,
  settleBy: time,
  runEndedAt: time.nullable(),
  settledOutside: z.number(),
  failedOutside: z.array(z.string()).default([]),
  isAnswered: z.boolean().default(false),
});

const notification = z.object({
  notificationId: z.string(),
  kind: z.enum(['unresolved', 'ended', 'deployment', 'dag']),
  channel: z.string(),
  subject: z.string(),
  text: z.string(),
  details: z.record(z.string(), z.unknown()),
  together: z.object({ cause: z.string(), since: time }).exactOptional(),
  createdAt: time,
  sentAt: time.nullable(),
});

const hints = z.object({
  count: z.number(),
  lastReceivedAt: time,
  advisory: z.array(
    z.object({
      reportId: z.string(),
      source: z.string(),
      error: z.string().nullable(),
      severity: z.string().nullable(),
      labels: z.record(z.string(), z.string()),
    }),
  ),
  taskIds: z.array(z.string()),
});

/** An incident as it stands in the table. Unknown keys are kept out: what newer code adds comes with a newer version. */
export const incidentItem = z.object({
  run: z.object({ deploymentId: z.string(), dagId: z.string(), dagRunId: z.string() }),
  deployment: z.string(),
  generation: z.number(),
  openedAt: time,
  hints,
  lookBeganAt: time.nullable(),
  looks: z.number(),
  quietLooks: z.number(),
  dueAt: time.nullable(),
  cases: z.array(caseItem),
  intent: intent.nullable(),
  outbox: z.array(notification),
  trouble: z.object({ failures: z.number(), code: z.string(), message: z.string(), since: time }).nullable(),
  tries: z.array(z.object({ taskId: z.string(), added: triesAdded, retries: z.number().nullable() })),
  completions: z.number(),
  runQueuings: z.number(),
  story: z.array(
    z.object({
      at: time,
      kind: z.enum([
        'hint',
        'case',
        'decision',
        'proof',
        'intent',
        'write',
        'verification',
        'told',
        'trouble',
        'ending',
      ]),
      text: z.string(),
    }),
  ),
  closing: z
    .object({ outcome, at: time, reason: z.string(), failing: z.array(taskRoots), runEndedAt: time.nullable() })
    .nullable(),
}) satisfies z.ZodType<Incident>;
