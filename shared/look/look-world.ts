import type { DecidedCases } from '../core/decide/decide.ts';
import type { DecidingPolicy, DeploymentFacts, LookInput } from '../core/decide/look-input.ts';
import type { LookSettings } from '../core/decide/look-settings.ts';
import type { Airflow } from '../ports/airflow.ts';
import type { Journal } from '../ports/journal.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Notifier } from '../ports/notifier.ts';

/** All that a look needs of the world, for one deployment. */
export interface LookWorld {
  readonly airflow: Airflow;
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  readonly journal: Journal;
  readonly policy: DecidingPolicy;
  /** `decide`, loaded when a look first has something to decide: the classifier and its catalogue come along with it. */
  readonly decide: (input: LookInput) => Promise<DecidedCases>;
  readonly settings: LookSettings;
  readonly deployment: DeploymentFacts;
  /** Epoch ms. */
  readonly clock: () => number;
  /** A new, unique id for an intent. */
  readonly newId: () => string;
}
