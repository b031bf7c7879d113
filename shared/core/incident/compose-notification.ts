import type { Case, Incident } from './incident.ts';
import type { Notification } from './notification.ts';
import { cutSubject, numberId } from './outbox.ts';

/** What a message is composed from besides the incident itself. */
export interface NotificationContext {
  readonly now: number;
  readonly channel: string;
  readonly airflowUrl: string | null;
}

/**
 * The whole story of one run, with an id that repeats alike: one `ended` per incident and channel,
 * one `unresolved` per time that something is newly untold.
 */
export function composeNotification(
  kind: 'unresolved' | 'ended',
  incident: Incident,
  reason: string,
  { now, channel, airflowUrl }: NotificationContext,
): Notification {
  const { run, deployment, generation } = incident;
  const link = runLink(airflowUrl, run);
  return {
    notificationId: notificationIdOf(kind, incident, channel),
    kind,
    channel,
    subject: cutSubject(`${kind === 'ended' ? 'Needs you' : 'Still failing'}: ${run.dagId} in ${deployment}`),
    text: [
      ...headline(incident, reason),
      ...incident.cases.flatMap(describeCase),
      ...storyLines(incident),
      ...(link === null ? [] : ['', link]),
    ].join('\n'),
    details: {
      deployment,
      dagId: run.dagId,
      dagRunId: run.dagRunId,
      generation,
      kind,
      reason,
      link,
      tasks: incident.cases.map(({ taskId, evidence, ending, writes }) => ({
        taskId,
        failureClass: evidence?.failureClass ?? null,
        signature: evidence?.signature ?? null,
        decidingLine: evidence?.decidingLine ?? null,
        outcome: ending?.outcome ?? null,
        reason: ending?.reason ?? null,
        writes,
      })),
    },
    createdAt: now,
    sentAt: null,
  };
}

function notificationIdOf(
  kind: 'unresolved' | 'ended',
  { run, generation, outbox }: Incident,
  channel: string,
): string {
  const id = [run.deploymentId, run.dagId, run.dagRunId, generation, kind, channel].join('/');
  return kind === 'ended' ? id : numberId(outbox, id);
}

function headline({ run, deployment }: Incident, reason: string): string[] {
  return [`${run.dagId} / ${run.dagRunId} in ${deployment}`, `Why you: ${reason}`, ''];
}

function describeCase({ taskId, evidence, ending, writes, failedAt }: Case): string[] {
  const signature = evidence?.signature === undefined ? '' : ` (signature ${evidence.signature})`;
  const why = evidence === null ? '' : `, ${evidence.failureClass}${signature}`;
  const lines = [`Task ${taskId} failed at ${new Date(failedAt).toISOString()}${why}`];
  if (evidence?.decidingLine != null) lines.push(`  log: ${evidence.decidingLine}`);
  lines.push(writes === 0 ? '  tried: nothing' : `  tried: ${writes} write(s)`);
  if (ending !== null) lines.push(`  ${ending.outcome}: ${ending.reason}`);
  return lines;
}

function storyLines({ story }: Incident): string[] {
  return ['', 'What happened:', ...story.map(({ at, text }) => `  ${new Date(at).toISOString()}  ${text}`)];
}

/** Airflow's page of a run; works for Airflow 2 (grid) and, by redirect, for 3. */
export function runLink(airflowUrl: string | null, run: { dagId: string; dagRunId: string }): string | null {
  if (airflowUrl === null) return null;
  const base = airflowUrl.replace(/\/+$/, '');
  return `${base}/dags/${encodeURIComponent(run.dagId)}/grid?dag_run_id=${encodeURIComponent(run.dagRunId)}`;
}
