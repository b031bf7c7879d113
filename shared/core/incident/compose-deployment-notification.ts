import type { NotificationContext } from './compose-notification.ts';
import type { Incident } from './incident.ts';
import type { Notification } from './notification.ts';
import { cutSubject, numberId } from './outbox.ts';

/** What holds a whole deployment. */
export interface DeploymentCause {
  /** Stable: the name of the guardrail that holds. */
  readonly cause: string;
  readonly reason: string;
  /** The newest failure that waits for it in this run (epoch ms): a message sent since then tells of it too. */
  readonly since: number;
}

/** The most runs that one message names. */
const runsNamedMax = 50;

/** The message of a cause that holds a whole deployment, from the run that is the first to tell it. `nameRuns` completes it. */
export function composeDeploymentNotification(
  { run, deployment, generation, outbox }: Incident,
  { cause, reason, since }: DeploymentCause,
  { now, channel }: NotificationContext,
): Notification {
  const id = [run.deploymentId, 'deployment', cause, run.dagId, run.dagRunId, generation].join('/');
  return {
    notificationId: numberId(outbox, id),
    kind: 'deployment',
    channel,
    subject: cutSubject(`Held: ${deployment}: ${reason}`),
    text: [`Airmend can not act in ${deployment}.`, `Why you: ${reason}`].join('\n'),
    details: { deployment, kind: 'deployment', cause, reason, dagId: run.dagId, dagRunId: run.dagRunId, generation },
    together: { cause, since },
    createdAt: now,
    sentAt: null,
  };
}

/** The message with the runs of its deployment that wait now. */
export function nameRuns(notification: Notification, incidents: readonly Incident[]): Notification {
  const runs = incidents.filter(isWaiting).map(({ run: { dagId, dagRunId } }) => ({ dagId, dagRunId }));
  const named = runs.slice(0, runsNamedMax);
  const more = runs.length - named.length;
  const lines = [
    `${runs.length} run(s) wait:`,
    ...named.map(({ dagId, dagRunId }) => `  ${dagId} / ${dagRunId}`),
    ...(more === 0 ? [] : [`  and ${more} more`]),
    'All of them: `airmend incidents list`',
  ];
  return {
    ...notification,
    text: [notification.text, '', ...lines].join('\n'),
    details: { ...notification.details, runs: named },
  };
}

function isWaiting({ closing, cases, trouble }: Incident): boolean {
  if (closing !== null) return false;
  return trouble !== null || cases.length === 0 || cases.some(({ ending }) => ending === null);
}
