import { toEntries } from './fields.ts';
import { draftReport, type ReportDraft } from './report-draft.ts';
import type { SourceKind } from './source-kinds.ts';

/** A CloudWatch alarm that changed its state, however it came. */
export interface CloudWatchAlarm {
  readonly state: unknown;
  readonly reason: unknown;
  readonly changedAt: unknown;
  readonly arn: string | undefined;
  readonly description: unknown;
  /** The dimensions of each of its metrics: objects, or lists of name and value. */
  readonly dimensions: readonly unknown[];
  /** Labels beside the dimensions. */
  readonly labels: Readonly<Record<string, unknown>>;
}

/** One report, or null where the alarm tells of no failure and of no end of one. What its metrics say differently is ambiguous. */
export function readCloudWatchAlarm(kind: SourceKind, alarm: CloudWatchAlarm): ReportDraft | null {
  const { state, reason, changedAt, arn, description, dimensions, labels } = alarm;
  if (state !== 'ALARM' && state !== 'OK') return null;
  return draftReport(kind, {
    // As one list: two metrics with different DAGs name none.
    fields: [dimensions.flatMap(toEntries).map(([name, value]) => [name, value])],
    texts: [description],
    error: [reason, description],
    occurredAt: [changedAt],
    labels,
    alertId: arn === undefined ? undefined : `${arn}|${changedAt}`,
    resolved: state === 'OK',
  });
}
