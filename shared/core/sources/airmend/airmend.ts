import * as z from 'zod';
import type { Fault } from '../../diagnostics/diagnostic.ts';
import { draftReport } from '../report-draft.ts';
import { defineSource, readEach } from '../source.ts';

const id = z.string().min(1).max(250).nullish();
const instant = z.union([z.iso.datetime({ offset: true }), z.number()]).nullish();

/** A report as Airmend itself writes it. */
const report = z.strictObject({
  organizationId: id,
  workspaceId: id,
  deploymentId: id.describe("The deployment's id, or its name in the config. Default: the source's."),
  dagId: id,
  dagRunId: id,
  taskId: id,
  mapIndex: z.int().min(-1).nullish(),
  tryNumber: z.int().min(0).nullish(),
  state: z.string().max(64).nullish(),
  error: z.string().nullish(),
  logUrl: z.string().nullish(),
  occurredAt: instant,
  severity: z.enum(['critical', 'error', 'warning', 'info']).nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  dedupeKey: z.string().min(1).nullish(),
  resolved: z.boolean().nullish(),
  source: z.string().nullish(),
});

/** Airmend's own form: `{"reports": [...]}`. */
export const airmend = defineSource({
  kind: 'airmend',
  title: 'Airmend',
  schemes: ['bearer', 'basic', 'header', 'hmac', 'standard-webhooks'],
  givesUpOn4xx: false,
  payload: z.strictObject({ reports: z.array(z.unknown()) }),
  normalize: ({ reports }) =>
    readEach(reports, (written, index) => {
      const parsed = report.safeParse(written);
      return parsed.success ? { drafts: [toDraft(parsed.data)] } : { fault: toFault(index, parsed.error) };
    }),
});

function toDraft({
  state,
  error,
  occurredAt,
  severity,
  labels,
  dedupeKey,
  resolved,
  source: _,
  ...identity
}: z.output<typeof report>) {
  return draftReport('airmend', {
    fields: [identity],
    state: state ?? undefined,
    error: [error],
    occurredAt: [occurredAt],
    severity: [severity],
    labels,
    alertId: dedupeKey ?? undefined,
    resolved: resolved ?? false,
  });
}

function toFault(index: number, { issues: [issue] }: z.ZodError): Fault {
  return {
    code: issue?.code === 'unrecognized_keys' ? 'unknown-key' : 'wrong-value',
    path: ['reports', index, ...(issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)))],
    message: (issue?.message ?? 'this is no report').slice(0, 200),
  };
}
