import type { RunKey } from '../airflow/run.ts';
import type { Budget } from '../incident/budget.ts';
import type { Control } from '../incident/control.ts';
import type { Incident } from '../incident/incident.ts';
import type { Policy } from '../policy/policy.ts';
import type { Decision } from './decision.ts';
import type { DeploymentFacts } from './look-input.ts';
import type { LookSettings } from './look-settings.ts';
import type { Truth } from './truth.ts';

/** The abilities of the API a decision depends on. */
export interface AirflowAbilitiesSeen {
  readonly addressesMapIndex: boolean;
  /** Absent in looks that were recorded before it was asked for: it could not. */
  readonly setsMapIndex?: boolean | undefined;
}

/**
 * One look as it can be shown and replayed later: policy, truth, incident, clock -> decisions.
 * `explain`, `policy replay`, the golden tests and the simulation's trace all use this one form.
 */
export interface RecordedLook {
  readonly version: 1;
  readonly run: RunKey;
  readonly generation: number;
  readonly now: number;
  readonly policyHash: string;
  readonly policy: Policy;
  readonly settings: LookSettings;
  readonly deployment: DeploymentFacts;
  readonly abilities: AirflowAbilitiesSeen;
  readonly truth: Truth;
  readonly incident: Incident;
  readonly control: Control;
  readonly budget: Budget;
  readonly decisions: readonly Decision[];
}
