import { requireSelector } from './clear-request.ts';

/** The states a policy may set. `failed` is not among them: Airflow then re-runs and re-blocks what had succeeded (airflow#22995). */
export const settableStates = ['success', 'skipped'] as const;
export type SettableState = (typeof settableStates)[number];

/** Sets one task instance of one named run; relatives and other runs are never included. */
export interface SetStateRequest {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly taskId: string;
  /** Where the API can name one; absent: the task is not mapped. */
  readonly mapIndex?: number | undefined;
  readonly state: SettableState;
}

/** Builds a set-state request. Throws before any I/O when a selector is empty or blank. */
export function createSetStateRequest(request: SetStateRequest): SetStateRequest {
  requireSelector('dagId', request.dagId);
  requireSelector('dagRunId', request.dagRunId);
  requireSelector('taskId', request.taskId);
  return { ...request };
}
