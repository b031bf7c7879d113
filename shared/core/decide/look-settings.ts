/** The intervals of a look, from the config. Milliseconds; each may be as short as a second. */
export interface LookSettings {
  /** Waits between looks while nothing changes; the last repeats. */
  readonly cadenceMs: readonly number[];
  /** A hint younger than this that finds nothing failed does not close an incident: alerts precede commits. */
  readonly freshHintMs: number;
  /** A hint is covered by a look that began at least this long after the hint was received. */
  readonly coveredAfterMs: number;
  /** From the swap that records an intent to the last moment at which it may be sent. */
  readonly sendWithinMs: number;
  /** The longest one write request may take. */
  readonly requestLimitMs: number;
  /** From the end of a request to the moment at which nobody waits for its effect any more. */
  readonly settleMs: number;
  /** Waits after trouble with Airflow; the last repeats. */
  readonly troubleBackoffMs: readonly number[];
  /** When a look that began is due again, in case it dies. */
  readonly lookLimitMs: number;
  /** How often a DAG is searched for failed runs that no alert told of. */
  readonly discoveryEveryMs: number;
  /** How far before an alert's beginning a failed run may have ended to be meant by it. */
  readonly hintReachMs: number;
  /** How long after a failure its log may still lack its last lines: a process whose state was set from outside is stopped seconds later. */
  readonly logSettleMs: number;
  /** While a deployment is closed: one probe this often. */
  readonly probeEveryMs: number;
}
