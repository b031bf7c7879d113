import type { AirflowModel } from '../airflow-model/airflow-model.ts';
import type { Outcome, PathParameters } from '../api-host/operation.ts';

/** The runtime that a request addresses. */
export interface Runtime {
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly runtimeId: string;
  readonly model: AirflowModel;
}

/** How this server spells what the API leaves open. */
export interface Spelling {
  /** Both have been published. `camel` also writes "none" where `snake` writes null. */
  readonly states: 'snake' | 'camel';
  /** Airflow 2 hands its log over as text, or as the text form of a Python list of pairs. */
  readonly logs: 'text' | 'pairs';
  readonly logPageCharacters: number;
  /** Whether the last page of a log repeats its continuation token. */
  readonly logEnd: 'absent' | 'repeated';
}

export interface Request {
  readonly runtime: Runtime;
  readonly spelling: Spelling;
  readonly path: PathParameters;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
  readonly now: number;
  /** How far unordered pages have shifted. */
  readonly shift: number;
}

/** One operation of the API: where it is, and what it answers. Throws `ApiError`. */
export interface Operation {
  readonly operationId: OperationId;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below `…/runtimes/{runtimeId}`; names in braces are path parameters. */
  readonly template: string;
  answer(request: Request): Outcome;
}

export type OperationId =
  | 'clearTaskInstances'
  | 'updateTaskInstancesState'
  | 'updateDagRun'
  | 'clearDagRun'
  | 'updateTaskInstance'
  | 'listMappedTaskInstances'
  | 'getMappedTaskInstance'
  | 'getRuntimeDag'
  | 'listDagRuns'
  | 'listTaskInstances'
  | 'getTaskInstanceLogs';
