import * as z from 'zod';
import type { Budget } from '../../core/incident/budget.ts';
import type { Control } from '../../core/incident/control.ts';

/** The form of control and budget this code writes. */
export const controlItemVersion = 1;

const time = z.number();
const times = z.record(z.string(), time);

export const controlItem = z.object({
  deploymentId: z.string(),
  adoptedAt: time.nullable(),
  enforcedSince: times,
  pauses: z.array(
    z.object({
      scope: z.object({ dagId: z.string().nullable(), dagRunId: z.string().nullable() }),
      by: z.string(),
      reason: z.string(),
      since: time,
      until: time.nullable(),
    }),
  ),
  health: z.object({
    failures: z.number(),
    closedAt: time.nullable(),
    lastCode: z.string().nullable(),
    probeAt: time.nullable(),
    release: z.object({ step: z.number(), since: time, passed: z.number() }).nullable(),
  }),
  told: z.record(z.string(), z.object({ at: time, notificationId: z.string() })),
}) satisfies z.ZodType<Control>;

export const budgetItem = z.object({
  deploymentId: z.string(),
  sends: z.array(z.object({ intentId: z.string(), dagId: z.string(), at: time, shadow: z.boolean() })),
}) satisfies z.ZodType<Budget>;
