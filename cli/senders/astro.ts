import type { Sender } from './sender.ts';

/** As the relay DAG hands it on: `dagName` is the relay's. */
export const astro: Sender = {
  kind: 'astro',
  compose: ({ workspaceId, deploymentId, dagId, dagRunId, taskId, error, failedAt }, { id }) => ({
    alertId: id,
    alertType: 'DAG_FAILURE',
    dagName: 'airmend_relay',
    message: [
      `[Astro Alerts] DAG run failed for DAG ${dagId}.`,
      `Failed at: ${new Date(failedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC.`,
      `Click link to investigate in Astro UI: https://cloud.astronomer.io/${workspaceId}/dags/${deploymentId}/${dagId}/${toUuid(id)}`,
    ].join('\n'),
    ...(dagRunId === null ? {} : { airflowDagRunId: dagRunId }),
    ...(taskId === null ? {} : { logFailureSummaries: { [taskId]: error } }),
  }),
};

function toUuid(id: string): string {
  return id.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
