/** What a failed try leaves behind to tell why it failed. */
export interface FailureEvidence {
  /** The log's tail; null: Airflow says there is none. */
  readonly logTail: string | null;
  readonly operator: string | null;
}

export interface FailureVerdict {
  readonly failureClass: string;
  /** Whether a plain re-run plausibly helps within an hour. */
  readonly transient: boolean | 'unsure';
  readonly decidingLine: string | null;
}

interface Signature {
  readonly failureClass: string;
  readonly transient: boolean | 'unsure';
  readonly phrases: readonly string[];
}

/** Only what the platform itself makes certain; every other failure is `unknown`. */
const signatures: readonly Signature[] = [
  {
    failureClass: 'worker-lost',
    transient: true,
    phrases: [
      'Detected zombie job',
      'Task Instance Heartbeat Timeout',
      'heartbeat timeout',
      'Task did not emit heartbeat within time limit',
    ],
  },
  {
    failureClass: 'sensor-timeout',
    transient: 'unsure',
    phrases: ['AirflowSensorTimeout', 'Snap. Time is OUT', 'Sensor has timed out'],
  },
  { failureClass: 'task-timeout', transient: 'unsure', phrases: ['AirflowTaskTimeout'] },
  {
    failureClass: 'out-of-memory',
    transient: 'unsure',
    phrases: [
      'Task exited with return code -9',
      'Likely out of memory error (OOM)',
      'Task exited with return code Negsignal.SIGKILL',
    ],
  },
];

/** Says why a try failed, from what the platform itself wrote. */
export function classifyFailure({ logTail }: FailureEvidence): FailureVerdict {
  const lines = (logTail ?? '').split('\n');
  for (const { failureClass, transient, phrases } of signatures) {
    const decidingLine = lines.findLast((line) => phrases.some((phrase) => line.includes(phrase)));
    if (decidingLine !== undefined)
      return { failureClass, transient, decidingLine: decidingLine.slice(0, decidingLineCharsMax) };
  }
  return { failureClass: 'unknown', transient: 'unsure', decidingLine: lastWords(lines) };
}

const decidingLineCharsMax = 300;

/** Without a class, the last error line is what a person would look at first. */
function lastWords(lines: readonly string[]): string | null {
  const line = lines.findLast((candidate) => /(Error|Exception|ERROR|CRITICAL)\b/.test(candidate) && !candidate.includes(' INFO ')) ?? null;
  return line === null ? null : line.trim().slice(0, decidingLineCharsMax);
}

const outsidePhrases = [
  'State of this instance has been externally set to',
  "Server indicated the task shouldn't be running anymore",
] as const;

/** The log says that somebody else set the state while the task ran (see airflow's local task job and supervisor). */
export function wasSetFromOutside(logTail: string | null): boolean {
  return logTail !== null && outsidePhrases.some((phrase) => logTail.includes(phrase));
}
