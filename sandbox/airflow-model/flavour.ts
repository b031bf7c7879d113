/** Whose rules hold. `core` is Airflow 2 as the core API v1alpha1 shows it. */
export type Flavour = 'core' | '2.11' | '3.1' | '3.3';

/** Where the versions differ, each difference under one name. */
export interface FlavourRules {
  /** A clear of a running task instance: restarting and killed (3.1+), or listed without any effect (2.11 over REST). */
  readonly clearRestartsRunning: boolean;
  /** A clear by id still finds a task that the DAG has dropped. */
  readonly clearFindsDroppedTasks: boolean;
  readonly clearFollowsMarkers: boolean;
  /** Takes `[taskId, mapIndex]` in a clear. */
  readonly addressesMapIndex: boolean;
  /** A bare task id sets every index of a mapped task; otherwise it names the unmapped instance only. */
  readonly bareIdSetsAllIndexes: boolean;
  /** Setting the state that a task instance already has is a conflict; otherwise an empty answer. */
  readonly refusesNoopSet: boolean;
  /** The answer to a set-state lists every addressed instance, changed or not, and no relative; otherwise all that changed. */
  readonly answersAddressedOnly: boolean;
  readonly resetsRunsByDefault: boolean;
  /** A run set to success takes failed and blocked task instances along. */
  readonly runSuccessCoversFailed: boolean;
  /** Setting a finished run's state again moves its end date. */
  readonly movesEndOfFinishedRun: boolean;
  /** A broken DAG file makes the DAG stale, so its runs wait; otherwise each try fails at once without a log. */
  readonly brokenDagWaits: boolean;
  readonly clearRunOnlyFailed: boolean;
}

const airflow2: FlavourRules = {
  clearRestartsRunning: false,
  clearFindsDroppedTasks: false,
  clearFollowsMarkers: true,
  addressesMapIndex: false,
  bareIdSetsAllIndexes: false,
  refusesNoopSet: false,
  answersAddressedOnly: false,
  resetsRunsByDefault: false,
  runSuccessCoversFailed: true,
  movesEndOfFinishedRun: true,
  brokenDagWaits: false,
  clearRunOnlyFailed: false,
};

const airflow31: FlavourRules = {
  clearRestartsRunning: true,
  clearFindsDroppedTasks: true,
  clearFollowsMarkers: false,
  addressesMapIndex: true,
  bareIdSetsAllIndexes: true,
  refusesNoopSet: true,
  answersAddressedOnly: true,
  resetsRunsByDefault: true,
  runSuccessCoversFailed: true,
  movesEndOfFinishedRun: false,
  brokenDagWaits: true,
  clearRunOnlyFailed: true,
};

export const flavourRules: Readonly<Record<Flavour, FlavourRules>> = {
  core: airflow2,
  '2.11': airflow2,
  '3.1': airflow31,
  '3.3': { ...airflow31, runSuccessCoversFailed: false },
};
