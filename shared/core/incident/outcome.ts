/** How a case or an incident ended. */
export const outcomes = [
  /** By itself: Airflow's own retries, or before Airmend looked. */
  'recovered',
  /** Airmend's write was verified: the task instances it re-ran reached success. */
  'remedied',
  /** A person has it. */
  'escalated',
  /** The policy says so. */
  'ignored',
  /** A person was there first. */
  'superseded',
  /** The failure is older than the policy's limit, than the deployment's adoption or than the rule. */
  'too-old',
  /** The run does not exist (any more). */
  'gone',
  /** Decided and recorded, nothing sent: the mode is observe. */
  'observed',
] as const;

export type Outcome = (typeof outcomes)[number];

/** From the one that matters least to a person to the one that matters most: an incident ends as the most serious of its cases. */
const bySeriousness: readonly Outcome[] = [
  'recovered',
  'remedied',
  'ignored',
  'gone',
  'too-old',
  'observed',
  'superseded',
  'escalated',
];

/** An incident without cases has recovered by itself. */
export function mostSerious(endings: readonly Outcome[]): Outcome {
  return endings.reduce<Outcome>(
    (worst, next) => (bySeriousness.indexOf(next) > bySeriousness.indexOf(worst) ? next : worst),
    'recovered',
  );
}
