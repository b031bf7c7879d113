/** What a failed try leaves behind to tell why it failed. */
export interface FailureEvidence {
  /** The log's tail; null: Airflow says there is none. */
  readonly logTail: string | null;
  readonly operator: string | null;
  /** What the API says about the try; absent or null: it does not. */
  readonly state?: string | null;
  readonly tryNumber?: number | null;
  readonly maxTries?: number | null;
  readonly mapIndex?: number | null;
  readonly durationSeconds?: number | null;
  readonly executionTimeoutSeconds?: number | null;
  /** Of the process or the container; negative: the signal that ended it. */
  readonly exitCode?: number | null;
  /** The error text that an alert carried: advice, never better evidence than the log. */
  readonly reportError?: string | null;
}

/** Why a try failed, as far as can be told. Holds no secret of the log. */
export interface FailureVerdict {
  /** One of the built-in classes. */
  readonly failureClass: string;
  /** Whether a plain re-run plausibly helps within an hour. */
  readonly transient: boolean | 'unsure';
  /** From 0, nothing is known, to 1. Below a half it is a guess from a type alone. */
  readonly confidence: number;
  /** The signature that decided; null: none did. */
  readonly signature: string | null;
  /** The lines that decided, bounded, the most telling first. Empty where nothing decides. */
  readonly evidence: readonly string[];
  /** The first of them, or the last words of a log that decides nothing. */
  readonly decidingLine: string | null;
}
