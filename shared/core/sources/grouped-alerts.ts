import * as z from 'zod';
import type { Fault } from '../diagnostics/diagnostic.ts';
import { toEntries } from './fields.ts';
import { draftReport, type ReportDraft } from './report-draft.ts';
import { type Alerts, nothing, reportsOf } from './source.ts';
import type { SourceKind } from './source-kinds.ts';

const alert = z.looseObject({
  status: z.enum(['firing', 'resolved']),
  labels: z.record(z.string(), z.unknown()).default({}),
  annotations: z.record(z.string(), z.unknown()).default({}),
  startsAt: z.unknown().optional(),
  endsAt: z.unknown().optional(),
  fingerprint: z.unknown().optional(),
});

export type GroupedAlert = z.output<typeof alert>;

/** The alerts of a group: each is checked for itself, so that one bad alert never costs the others. */
export const groupedAlerts = z.array(z.unknown());

/** Annotations that hold the alert's words rather than facts. */
const wordsOfAlert = new Set(['description', 'summary', 'message']);

/** One report for each alert of a group as Alertmanager and Grafana send it. `resolved` is each alert's own, never the group's. */
export function readGroupedAlerts(
  kind: SourceKind,
  alerts: readonly unknown[],
  isNoFailure: (alert: GroupedAlert) => boolean = () => false,
): Alerts {
  const drafts: ReportDraft[] = [];
  const refused: Fault[] = [];
  for (const [index, written] of alerts.entries()) {
    const parsed = alert.safeParse(written);
    if (!parsed.success) refused.push(unlikeAnAlert(index, parsed.error));
    else if (!isNoFailure(parsed.data)) drafts.push(toDraft(kind, parsed.data));
  }
  return drafts.length + refused.length === 0
    ? nothing('no alert of the group is a failure')
    : reportsOf(drafts, refused);
}

function toDraft(
  kind: SourceKind,
  { status, labels, annotations, startsAt, endsAt, fingerprint }: GroupedAlert,
): ReportDraft {
  const resolved = status === 'resolved';
  const { description, summary, message } = annotations;
  const facts = toEntries(annotations).filter(([name]) => !wordsOfAlert.has(name));
  return draftReport(kind, {
    fields: [labels, facts],
    texts: [description, summary, message],
    error: [description, summary, message],
    occurredAt: resolved ? [endsAt, startsAt] : [startsAt],
    alertId: typeof fingerprint === 'string' && fingerprint !== '' ? `${fingerprint}|${startsAt}` : undefined,
    resolved,
  });
}

function unlikeAnAlert(index: number, { issues: [issue] }: z.ZodError): Fault {
  return {
    code: 'unreadable-alert',
    path: ['alerts', index, ...(issue?.path ?? []).map(String)],
    message: 'this is not an alert as Alertmanager sends it',
  };
}
