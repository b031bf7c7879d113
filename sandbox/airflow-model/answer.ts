import type { TaskInstanceState } from '../../shared/core/airflow/state.ts';
import type { RunRecord, TaskInstanceRecord } from './run-record.ts';

/** What Airflow says to a request. `delayed`: it took the write, does not answer in time, and applies it later. */
export type Answer<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'refused'; readonly reason: 'bad-request' | 'not-found' | 'conflict'; readonly message: string }
  | { readonly kind: 'delayed'; readonly appliesAt: number };

export function answered<Value>(value: Value): Answer<Value> {
  return { kind: 'answered', value };
}

export function refused(
  reason: 'bad-request' | 'not-found' | 'conflict',
  message: string,
): Extract<Answer<never>, { kind: 'refused' }> {
  return { kind: 'refused', reason, message };
}

/** A task instance in the answer to a write, as it is at that moment. */
export interface AffectedInstance {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly logicalAt: number | null;
  readonly taskId: string;
  readonly mapIndex: number;
  readonly state: TaskInstanceState;
  readonly tryNumber: number;
  readonly maxTries: number;
}

export function describeAffected(run: RunRecord, taskInstance: TaskInstanceRecord): AffectedInstance {
  const { dagId, dagRunId, logicalAt } = run;
  const { taskId, mapIndex, state, tryNumber, maxTries } = taskInstance;
  return { dagId, dagRunId, logicalAt, taskId, mapIndex, state, tryNumber, maxTries };
}
