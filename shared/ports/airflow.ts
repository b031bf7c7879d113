import type { AffectedTaskInstance } from '../core/airflow/affected-task-instance.ts';
import type { ClearRequest } from '../core/airflow/clear-request.ts';
import type { Dag, Run, RunReference } from '../core/airflow/run.ts';
import type { SetStateRequest } from '../core/airflow/set-state-request.ts';
import type { TaskGraph } from '../core/airflow/task-graph.ts';
import type { TaskInstance, TaskInstanceKey } from '../core/airflow/task-instance.ts';

/** One Airflow, behind whichever API. Every method rejects with an `AirflowError` and nothing else. */
export interface Airflow {
  readonly abilities: AirflowAbilities;

  /** What answers there, and what is known to be wrong with it or with how it is addressed. Asks the API where it can tell. */
  describeApi(): Promise<ApiDescription>;

  /**
   * All task instances of a run. A listing is whole only when its distinct keys equal the API's total count:
   * pages can shift while they are read (`shifting-listing` after three tries; `run-too-large` past the time or size bound).
   * Null: the run does not exist.
   */
  listTaskInstances(run: RunReference): Promise<TaskInstanceListing | null>;

  /** One run, or null when it does not exist. `logicalAt` from the listing narrows the search where the API has no read by id. */
  readRun(run: RunReference, hint: { logicalAt: number | null }): Promise<Run | null>;

  /**
   * Failed runs of one DAG, or of all (null, where `abilities.listsRunsOfAllDags`), that ended at or after `endedSince` (epoch ms),
   * newest end first, at most `limit`.
   */
  listFailedRuns(query: { dagId: string | null; endedSince: number; limit: number }): Promise<Run[]>;

  /** Null: the DAG does not exist. */
  readDag(dagId: string): Promise<Dag | null>;

  /** The tasks of a DAG as it is now. Null: the DAG does not exist, or the API does not show them (`abilities.showsTaskGraph`). */
  readTaskGraph(dagId: string): Promise<TaskGraph | null>;

  /** The end of one try's log, within the adapter's bounds of bytes and time. */
  readLogTail(query: RunReference & TaskInstanceKey & { tryNumber: number }): Promise<LogTail>;

  /** Lists what a clear would touch and changes nothing. One reference per task instance; map indexes where `abilities.previewsMapIndex`. */
  previewClear(request: ClearRequest): Promise<AffectedTaskInstance[]>;
  /** Clears. The answer may be empty although the clear worked (airflow#27913). */
  clear(request: ClearRequest): Promise<AffectedTaskInstance[]>;

  previewSetState(request: SetStateRequest): Promise<AffectedTaskInstance[]>;
  setState(request: SetStateRequest): Promise<AffectedTaskInstance[]>;

  /** Queues a finished run again so that the scheduler looks at it; touches no task instance. */
  queueRun(run: RunReference): Promise<void>;
}

/** What an adapter's API can do. The core asks for an ability, never for an API's name. */
export interface AirflowAbilities {
  readonly name: string;
  /** Can clear or set one map index of a mapped task. */
  readonly addressesMapIndex: boolean;
  /** Previews and answers name map indexes; otherwise several instances of one task are several equal references. */
  readonly previewsMapIndex: boolean;
  readonly previewsSetState: boolean;
  /** Can set the state of one map index. */
  readonly setsMapIndex: boolean;
  /** Lists failed runs without being told a DAG. */
  readonly listsRunsOfAllDags: boolean;
  /** Shows which task lies below which. */
  readonly showsTaskGraph: boolean;
  /** Tells why a worker was lost, which its log can't. */
  readonly readsEventLog: boolean;
}

export interface ApiDescription {
  /** The `kind` of the adapter that asked. */
  readonly name: string;
  /** Airflow's own version, like `3.3.2`; null: this API does not tell. */
  readonly version: string | null;
  readonly problems: readonly ApiProblem[];
}

/** One thing that a person should know of an API before relying on it. */
export interface ApiProblem {
  /** `broken`: nothing works until it is mended. `limited`: Airmend works around it, or does less. */
  readonly severity: 'broken' | 'limited';
  /** Names the bad thing: `wrong-kind`, `unsupported-version`, or a quirk of this version. */
  readonly code: string;
  readonly message: string;
  readonly help: string | null;
  /** Where it was reported, like `apache/airflow#55045`. */
  readonly issue: string | null;
}

export interface TaskInstanceListing {
  readonly taskInstances: readonly TaskInstance[];
  /** The run's logical date as its task instances show it; null where they don't. */
  readonly logicalAt: number | null;
  /** API calls this listing took. */
  readonly pages: number;
}

/** `missing`: Airflow says that there is no log (a dead worker). `cut`: the end was not reached within the bounds. */
export type LogTail =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'cut' };
