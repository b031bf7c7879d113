const outsidePhrases = [
  'State of this instance has been externally set to',
  "Server indicated the task shouldn't be running anymore",
] as const;
/** The same words for another reason: a second worker runs the same try, and nobody set anything. */
const elsewhere = 'running_elsewhere';

/** The log says that somebody else set the state while the task ran (see airflow's local task job and supervisor). */
export function wasSetFromOutside(logTail: string | null): boolean {
  if (logTail === null) return false;
  return logTail
    .split('\n')
    .some((line) => outsidePhrases.some((phrase) => line.includes(phrase)) && !line.includes(elsewhere));
}
