/** A DAG as plain data: what a scenario or a simulation writes down. Durations are milliseconds. */
export interface DagDefinition {
  readonly dagId: string;
  readonly tags?: readonly string[];
  readonly owners?: readonly string[];
  readonly isPaused?: boolean;
  /** Airflow's default: 16. */
  readonly maxActiveRuns?: number;
  /** Each task waits for its own success in the run before. */
  readonly dependsOnPast?: boolean;
  readonly tasks: readonly TaskDefinition[];
}

export interface TaskDefinition {
  readonly taskId: string;
  readonly upstream?: readonly string[];
  readonly triggerRule?: TriggerRule;
  readonly retries?: number;
  readonly retryDelayMs?: number;
  readonly durationMs?: number;
  readonly operator?: string;
  readonly queue?: string;
  readonly pool?: string;
  readonly role?: 'work' | 'setup' | 'teardown';
  /** A fixed number of map indexes, or a list whose length is decided anew at each success of the task `by`; the last count repeats. */
  readonly mapped?: number | { readonly by: string; readonly counts: readonly number[] };
  /** Waits this long in the triggerer before its work ends. */
  readonly defersMs?: number;
  /** Pokes, frees its slot and comes back, so many times, before its work ends. */
  readonly reschedules?: { readonly times: number; readonly everyMs: number };
  /** An ExternalTaskMarker: names the task of another DAG that a clear follows to (airflow 2). */
  readonly marks?: { readonly dagId: string; readonly taskId: string };
  /** One outcome per start (not per try: a killed start counts too); the last repeats. None: success. */
  readonly outcomes?: readonly Outcome[];
  /** Overrides `outcomes` for one map index, written as a decimal number. */
  readonly outcomesByMapIndex?: Readonly<Record<string, readonly Outcome[]>>;
}

export type Outcome =
  | { readonly result: 'success'; readonly durationMs?: number; readonly log?: LogSource }
  | { readonly result: 'skipped'; readonly durationMs?: number; readonly log?: LogSource }
  | { readonly result: 'failed'; readonly how: FailureKind; readonly durationMs?: number; readonly log?: LogSource };

/**
 * `exception`: may be retried · `no-retry`: AirflowFailException, spends no further try · `timeout`: its execution timeout ·
 * `sensor-timeout`: never retried · `killed`: SIGKILL, its supervisor saw it · `lost-worker`: the log just stops and Airflow
 * notices at the heartbeat timeout.
 */
export type FailureKind = 'exception' | 'no-retry' | 'timeout' | 'sensor-timeout' | 'killed' | 'lost-worker';

/** Lines of the task's own output, the name of a log in the model's `logs`, or null: no log was ever shipped. */
export type LogSource = readonly string[] | string | null;

export type TriggerRule =
  | 'all_success'
  | 'all_failed'
  | 'all_done'
  | 'all_skipped'
  | 'one_success'
  | 'one_failed'
  | 'one_done'
  | 'none_failed'
  | 'none_failed_min_one_success'
  | 'none_skipped'
  | 'always'
  | 'all_done_setup_success';
