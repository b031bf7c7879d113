import type { Mapping } from '../../shared/core/config/mapping.ts';
import type { SourceKind } from '../../shared/core/sources/source-kinds.ts';

/** A failed task as an alert tells of it. What is null, the alert does not say. */
export interface FailedTask {
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly deploymentId: string;
  readonly dagId: string;
  readonly dagRunId: string | null;
  readonly taskId: string | null;
  readonly mapIndex: number | null;
  readonly tryNumber: number | null;
  readonly error: string;
  /** Epoch ms. */
  readonly failedAt: number;
}

/** What differs from one alert to the next, and what a source's config says of its payloads. */
export interface Sending {
  /** Unique, in hexadecimal. */
  readonly id: string;
  /** Epoch ms. */
  readonly now: number;
  readonly topicArn: string | undefined;
  readonly mapping: Mapping | undefined;
}

/** How a sender of one kind would tell of a failed task: the counterpart of a source. */
export interface Sender {
  readonly kind: SourceKind;
  /** JSON where absent. */
  readonly contentType?: string;
  readonly compose: (failed: FailedTask, sending: Sending) => unknown;
}

/** The fields by Airflow's names, without those that nothing is known of. */
export function toFields(failed: FailedTask): Record<string, string | number> {
  const fields = [
    ['dag_id', failed.dagId],
    ['run_id', failed.dagRunId],
    ['task_id', failed.taskId],
    ['map_index', failed.mapIndex],
    ['try_number', failed.tryNumber],
    ['deployment_id', failed.deploymentId],
  ] as const;
  return Object.fromEntries(fields.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** The same for senders that know texts only. */
export function toTextFields(failed: FailedTask): Record<string, string> {
  return Object.fromEntries(Object.entries(toFields(failed)).map(([name, value]) => [name, String(value)]));
}

/** `airflow|<dag_id>|<run_id>|…`, for senders that let a user set one text only. */
export function toIdentityKey(failed: FailedTask): string {
  const { dagId, dagRunId, taskId, mapIndex, tryNumber, deploymentId } = failed;
  return ['airflow', dagId, dagRunId, taskId, mapIndex, tryNumber, deploymentId].map((part) => part ?? '').join('|');
}

/** What failed, in words. */
export function toTitle({ dagId, taskId }: FailedTask): string {
  return taskId === null ? `${dagId} failed` : `${dagId}.${taskId} failed`;
}

export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}
