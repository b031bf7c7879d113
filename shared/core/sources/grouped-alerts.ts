import * as z from 'zod';
import type { Fault } from '../diagnostics/diagnostic.ts';
import { readMember } from './fields.ts';
import { draftReport, type ReportDraft } from './report-draft.ts';
import { type Alerts, nothing, readEach } from './source.ts';
import type { SourceKind } from './source-kinds.ts';

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: z.unknown().optional(),
  annotations: z.unknown().optional(),
  startsAt: z.unknown().optional(),
  endsAt: z.unknown().optional(),
  fingerprint: z.unknown().optional(),
});

export type GroupedAlert = z.output<typeof alert>;

/** The alerts of a group: each is checked for itself. */
export const groupedAlerts = z.array(z.unknown());

/** Annotations that hold the alert's words rather than facts. */
const wordsOfAlert: ReadonlySet<string> = new Set(['description', 'summary', 'message']);

/** One report for each alert of a group as Alertmanager and Grafana send it. `resolved` is each alert's own, never the group's. */
export function readGroupedAlerts(
  kind: SourceKind,
  alerts: readonly unknown[],
  isNoFailure: (alert: GroupedAlert) => boolean = () => false,
): Alerts {
  const group = readEach(alerts, (written, index) => {
    const parsed = alert.safeParse(written);
    if (!parsed.success) return { fault: unlikeAnAlert(index) };
    return { drafts: isNoFailure(parsed.data) ? [] : [toDraft(kind, parsed.data)] };
  });
  return group.drafts.length + group.refused.length > 0 ? group : nothing('no alert of the group is a failure');
}

function toDraft(kind: SourceKind, alert: GroupedAlert): ReportDraft {
  const { status, labels, annotations, startsAt, endsAt, fingerprint } = alert;
  const resolved = status === 'resolved';
  const words = [...wordsOfAlert].map((name) => readMember(annotations, name));
  return draftReport(kind, {
    fields: [labels, annotations],
    notFields: wordsOfAlert,
    texts: words,
    error: words,
    occurredAt: resolved ? [endsAt, startsAt] : [startsAt],
    alertId: typeof fingerprint === 'string' && fingerprint !== '' ? `${fingerprint}|${startsAt}` : undefined,
    resolved,
  });
}

function unlikeAnAlert(index: number): Fault {
  const message = 'this is not an alert as Alertmanager sends it';
  return { code: 'unreadable-alert', path: ['alerts', index], message };
}
