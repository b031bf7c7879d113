import type { Fault } from '../../shared/core/diagnostics/diagnostic.ts';
import type { FailureReport } from '../../shared/core/incident/failure-report.ts';
import { type WorkMessage, workMessageVersion } from '../../shared/core/incident/work-message.ts';
import type { ReportDraft } from '../../shared/core/sources/report-draft.ts';
import { type DeploymentChoice, resolveDeployment } from '../../shared/core/sources/resolve-deployment.ts';
import type { Journal } from '../../shared/ports/journal.ts';
import { QueueError, type WorkQueue } from '../../shared/ports/queue.ts';

export interface Enqueue {
  readonly queue: WorkQueue;
  readonly journal: Journal;
  readonly delaySeconds: number;
  readonly createId: () => string;
}

export interface Drafts {
  /** The configured source's name. */
  readonly source: string;
  readonly choice: DeploymentChoice;
  readonly drafts: readonly ReportDraft[];
  readonly receivedAt: number;
}

export type Enqueued =
  | { readonly kind: 'queued'; readonly reportIds: readonly string[]; readonly refused: readonly Fault[] }
  | { readonly kind: 'queue-away'; readonly why: string };

/** Queues every report whose deployment the source may speak for; names the others. All that is queued was taken by the queue. */
export async function enqueueDrafts(parts: Enqueue, { source, choice, drafts, receivedAt }: Drafts): Promise<Enqueued> {
  const reports: FailureReport[] = [];
  const refused: Fault[] = [];
  for (const [index, draft] of drafts.entries()) {
    const resolved = resolveDeployment(draft, choice);
    if (resolved.ok)
      reports.push(toReport(draft, { reportId: parts.createId(), source, deployment: resolved.deployment }));
    else refused.push({ code: resolved.code, path: ['reports', index], message: resolved.why });
  }
  const messages = reports.map(
    (report): WorkMessage => ({ version: workMessageVersion, type: 'report', receivedAt, report }),
  );
  try {
    if (messages.length > 0) await parts.queue.send(messages, { delaySeconds: parts.delaySeconds });
  } catch (error) {
    if (error instanceof QueueError) return { kind: 'queue-away', why: error.message };
    throw error;
  }
  for (const { reportId, dagId, dagRunId, taskId } of reports)
    parts.journal.note({ event: 'report-accepted', reportId, source, dagId, dagRunId, taskId });
  return { kind: 'queued', reportIds: reports.map(({ reportId }) => reportId), refused };
}

function toReport(
  { organizationId: _organization, workspaceId: _workspace, deploymentId: _deployment, ...said }: ReportDraft,
  named: { reportId: string; source: string; deployment: string },
): FailureReport {
  return { ...named, ...said, labels: { ...said.labels } };
}
