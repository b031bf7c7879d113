import type { TaskInstance } from '../../shared/core/airflow/task-instance.ts';
import type { Incident } from '../../shared/core/incident/incident.ts';

/** Task instances as one line of a trace. */
export function showInstances(instances: readonly TaskInstance[]): string {
  return instances
    .map(({ taskId, mapIndex, state, tryNumber, maxTries }) => {
      const index = mapIndex < 0 ? '' : `[${mapIndex}]`;
      return `${taskId}${index}:${state}:${tryNumber}/${maxTries}`;
    })
    .join(' ');
}

export function showAffected(affected: readonly { dagId: string; dagRunId: string; taskId: string }[]): string {
  return affected.map(({ dagRunId, taskId }) => `${dagRunId}:${taskId}`).join(' ') || 'nothing';
}

export function showIncident({ generation, cases, intent, closing, dueAt, outbox }: Incident): string {
  const parts = cases.map(
    ({ taskId, step, written, ending }) =>
      `${taskId}@${step}${written === null ? '' : written.happened ? '*' : '?'}${ending === null ? '' : `=${ending.outcome}`}`,
  );
  const unsent = outbox.filter(({ sentAt }) => sentAt === null).length;
  return [
    `g${generation}`,
    ...parts,
    intent === null ? '' : `intent ${intent.intentId} (${intent.action.kind})`,
    unsent === 0 ? '' : `${unsent} to tell`,
    closing === null ? '' : `closed ${closing.outcome}`,
    dueAt === null ? 'not due' : `due ${new Date(dueAt).toISOString().slice(11, 19)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
