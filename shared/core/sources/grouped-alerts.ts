import * as z from 'zod';
import type { Fault } from '../diagnostics/diagnostic.ts';
import { readMember } from './fields.ts';
import { draftReport, type ReportDraft } from './report-draft.ts';
import { type Alerts, nothing, readEach } from './source.ts';
import type { SourceKind } from './source-kinds.ts';

/** An alert whose status is one that both senders have; the rest may be of any type. */
export interface GroupedAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: unknown;
  readonly annotations: unknown;
  readonly startsAt: unknown;
  readonly endsAt: unknown;
  readonly fingerprint: unknown;
}

/** The alerts of a group: each is checked for itself. */
export const groupedAlerts = z.array(z.unknown());

/** Annotations that hold the alert's words rather than facts. */
const wordNames = ['description', 'summary', 'message'] as const;
const wordsOfAlert: ReadonlySet<string> = new Set(wordNames);

/** One report for each alert of a group as Alertmanager and Grafana send it. `resolved` is each alert's own, never the group's. */
export function readGroupedAlerts(
  kind: SourceKind,
  alerts: readonly unknown[],
  isNoFailure: (alert: GroupedAlert) => boolean = () => false,
): Alerts {
  const group = readEach(alerts, (written, index) => {
    const alert = toAlert(written);
    if (alert === null) return { fault: unlikeAnAlert(index) };
    return { drafts: isNoFailure(alert) ? [] : [toDraft(kind, alert)] };
  });
  return group.drafts.length + group.refused.length > 0 ? group : nothing('no alert of the group is a failure');
}

function toAlert(written: unknown): GroupedAlert | null {
  const status = readMember(written, 'status');
  if (status !== 'firing' && status !== 'resolved') return null;
  return {
    status,
    labels: readMember(written, 'labels'),
    annotations: readMember(written, 'annotations'),
    startsAt: readMember(written, 'startsAt'),
    endsAt: readMember(written, 'endsAt'),
    fingerprint: readMember(written, 'fingerprint'),
  };
}

function toDraft(kind: SourceKind, alert: GroupedAlert): ReportDraft {
  const { status, labels, annotations, startsAt, endsAt, fingerprint } = alert;
  const resolved = status === 'resolved';
  const words = wordNames.map((name) => readMember(annotations, name));
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
