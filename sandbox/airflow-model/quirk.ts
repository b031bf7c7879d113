/** A misbehaviour that can be switched on for the next so many occasions. Each has been seen, or would be a bug that Airmend must survive. */
export const quirkNames = [
  'clear-ignores-run',
  'clear-ignores-task-ids',
  'clear-ignores-map-index',
  /** The preview shows what was asked for; the clear itself ignores the task ids. */
  'clear-wider-than-preview',
  /** airflow#27913. */
  'clear-answer-empty',
  /** airflow#55045: a cleared running task instance stays in restarting for ever. */
  'restarting-stuck',
  /** airflow#18628: a pass in flight turns cleared descendants back to upstream_failed. */
  'descendants-blocked-again',
  /** A clear that meets the closing of its run is lost. */
  'clear-lost-at-closing',
  /** The server takes the write, does not answer in time, and applies it a minute later. */
  'write-late',
] as const;

export type QuirkName = (typeof quirkNames)[number];

/** How many more times each quirk will show. */
export type Quirks = Partial<Record<QuirkName, number>>;

/** Takes one occasion of a quirk, if there is one left. */
export function takeQuirk(quirks: Quirks, name: QuirkName): boolean {
  const left = quirks[name] ?? 0;
  if (left <= 0) return false;
  quirks[name] = left - 1;
  return true;
}

export function hasQuirk(quirks: Quirks, name: QuirkName): boolean {
  return (quirks[name] ?? 0) > 0;
}
