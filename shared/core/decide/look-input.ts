import type { Budget } from '../incident/budget.ts';
import type { Control } from '../incident/control.ts';
import type { Incident } from '../incident/incident.ts';
import type { Facts } from '../policy/facts.ts';
import type { Policy, Step } from '../policy/policy.ts';
import type { LookSettings } from './look-settings.ts';
import type { AirflowAbilitiesSeen } from './recorded-look.ts';
import type { Truth } from './truth.ts';

/** What the config says of the deployment, as far as a decision needs it. */
export interface DeploymentFacts {
  readonly name: string;
  readonly deploymentId: string;
  readonly mode: 'observe' | 'enforce';
  /** Where a person looks at a run; null: not configured. */
  readonly airflowUrl: string | null;
  /** Who hears of what no policy step names a channel for. */
  readonly defaultChannel: string;
}

/** A policy, compiled: what a decision asks of it. */
export interface DecidingPolicy {
  readonly policy: Policy;
  /** The first rule that matches, or null with the plan of `otherwise`. */
  chooseRule(facts: Facts): { readonly rule: string | null; readonly plan: readonly Step[] };
  /** Which of the policy's protect patterns matches, for a person; null: none. */
  protectedBy(facts: Facts): string | null;
  /** The team's own failure class; null: none. */
  matchClass(texts: { readonly logTail: string | undefined; readonly errorText: string | undefined }): string | null;
  /** The rule's pattern names `runState`: a failure in a successful run is meant. */
  namesRunState(rule: string | null): boolean;
}

/** Everything a look's decisions follow from. The same input gives the same decisions, byte for byte. */
export interface LookInput {
  readonly now: number;
  readonly policy: DecidingPolicy;
  readonly settings: LookSettings;
  readonly deployment: DeploymentFacts;
  readonly abilities: AirflowAbilitiesSeen;
  readonly truth: Truth;
  readonly incident: Incident;
  readonly control: Control;
  readonly budget: Budget;
}
