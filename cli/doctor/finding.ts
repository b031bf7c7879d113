/** `good`: as it should be. `note`: worth knowing. `warning`: it works, less well than it could. `bad`: it does not work. */
export type Level = 'good' | 'note' | 'warning' | 'bad';

/** One thing that was looked at. */
export interface Finding {
  readonly check: string;
  /** The deployment, source or operation it is about; null: the whole installation. */
  readonly about: string | null;
  readonly level: Level;
  readonly says: string;
  /** How to mend it; null: there is nothing to mend. */
  readonly mend: string | null;
}

export type Found = Omit<Finding, 'check'>;

/** Findings of one check, about one thing. */
export function findingsOf(about: string | null) {
  const found =
    (level: Level) =>
    (says: string, mend: string | null = null): Found => ({ about, level, says, mend });
  return { good: found('good'), note: found('note'), warning: found('warning'), bad: found('bad') };
}
