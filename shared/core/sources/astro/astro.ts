import * as z from 'zod';
import { findLinks } from '../airflow-link.ts';
import { toRunId } from '../identifier.ts';
import { cluesOf } from '../identity.ts';
import { draftReport, type ReportDraft } from '../report-draft.ts';
import { defineSource, nothing, reportsOf } from '../source.ts';

const payload = z.looseObject({
  alertId: z.string().optional(),
  alertType: z.string(),
  message: z.string(),
  dagName: z.string().nullish(),
  airflowDagRunId: z.string().nullish(),
  logFailureSummaries: z.record(z.string(), z.unknown()).nullish(),
});

type Alert = z.output<typeof payload>;

const failures = new Set(['DAG_FAILURE', 'TASK_FAILURE', 'PIPELINE_FAILURE']);
/** The DAG that relays alerts to us: were it told of its own failures, it would relay them for ever. */
export const relayDagId = 'airmend_relay';
const failedAt = /\bFailed at: (\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) ?(?:UTC|Z)/;

/**
 * Astro's alerts as its channels hand them on. `dagName` is the DAG that was triggered, which may be the relay:
 * the one that failed stands in the message.
 */
export const astro = defineSource({
  kind: 'astro',
  title: 'Astro alerts',
  schemes: ['bearer', 'header', 'basic'],
  givesUpOn4xx: false,
  payload,
  normalize(alert) {
    if (!failures.has(alert.alertType)) return nothing(`an alert of type ${alert.alertType} is no failure`);
    const tasks = Object.entries(alert.logFailureSummaries ?? {});
    const drafts =
      tasks.length === 0 ? [toDraft(alert, null, undefined)] : tasks.map(([task, log]) => toDraft(alert, task, log));
    return drafts.some(({ dagId }) => dagId === relayDagId)
      ? nothing('the relay itself failed: relaying that again would never end')
      : reportsOf(drafts);
  },
});

function toDraft(alert: Alert, taskId: string | null, log: unknown): ReportDraft {
  const { alertType, message, airflowDagRunId, dagName } = alert;
  // Some channels write a backslash and an n for a new line.
  const text = message.replaceAll('\\n', '\n');
  const link = findLinks(text).find((one) => one.includes('/dags/'));
  return draftReport('astro', {
    known: cluesOf({ taskId, dagRunId: toRunId(airflowDagRunId ?? '') ?? null }),
    astroMessages: [text],
    state: 'failed',
    error: [log, text],
    logUrl: [link],
    occurredAt: [failedAt.exec(text)?.[1]],
    labels: { alertType, dagName, alertId: alert.alertId },
    alertId: toAlertId(alert, taskId, link),
    resolved: false,
  });
}

/** An alert's id is that of its rule: the run tells one alert from the next. */
function toAlertId({ alertId, airflowDagRunId, message }: Alert, taskId: string | null, link: string | undefined) {
  if (alertId === undefined) return undefined;
  const run = airflowDagRunId ?? link ?? message;
  return [alertId, run, ...(taskId === null ? [] : [taskId])].join('|');
}
