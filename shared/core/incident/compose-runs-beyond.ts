import type { Run } from '../airflow/run.ts';
import { type NotificationContext, runLink } from './compose-notification.ts';
import type { Incident } from './incident.ts';
import type { Notification } from './notification.ts';
import { cutSubject } from './outbox.ts';

/** The message of an alert without a run that more failed runs than are looked at may have meant. One per DAG and newest run. */
export function composeRunsBeyond(
  { run, deployment }: Incident,
  { source, meant, beyond }: { source: string; meant: readonly Run[]; beyond: readonly Run[] },
  { now, channel, airflowUrl }: NotificationContext,
): Notification {
  const reason = `${source} told of ${run.dagId} without a run, and more runs of it failed than one alert is taken to mean`;
  const link = runLink(airflowUrl, run);
  return {
    notificationId: [run.deploymentId, run.dagId, 'runs-beyond', run.dagRunId, channel].join('/'),
    kind: 'dag',
    channel,
    subject: cutSubject(`Many failed runs: ${run.dagId} in ${deployment}`),
    text: [
      reason,
      '',
      'Looked at now:',
      ...meant.map(({ dagRunId }) => `  ${dagRunId}`),
      'Failed too, and looked at only if discovery covers the DAG:',
      ...beyond.map(({ dagRunId }) => `  ${dagRunId}`),
      ...(link === null ? [] : ['', link]),
    ].join('\n'),
    details: {
      deployment,
      dagId: run.dagId,
      dagRunId: run.dagRunId,
      kind: 'dag',
      reason,
      link,
      tasks: [],
      runs: beyond.map(({ dagId, dagRunId }) => ({ dagId, dagRunId })),
    },
    createdAt: now,
    sentAt: null,
  };
}
