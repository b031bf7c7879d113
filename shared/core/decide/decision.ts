import type { Verdict } from '../guardrails/guardrail.ts';
import type { Action } from '../incident/intent.ts';
import type { Outcome } from '../incident/outcome.ts';
import type { Roots } from '../incident/roots.ts';
import type { Step } from '../policy/policy.ts';

/** What a look decides for one case. Times are epoch ms. */
export interface Decision {
  readonly taskId: string;
  /** The rule's name; null for `otherwise`; undefined where no rule was needed to decide. */
  readonly rule?: string | null;
  readonly step: Step | null;
  readonly verdicts: readonly Verdict[];
  /** Why, for a person. */
  readonly reason: string;
  readonly next: Next;
}

export type Next =
  /** Write, once the proof agrees. */
  | { readonly kind: 'write'; readonly action: Action; readonly failing: Roots }
  /** Not now. `deploymentCause`: what holds the whole deployment, by the name of its guardrail; null: something of this run. */
  | { readonly kind: 'hold'; readonly until: number | null; readonly deploymentCause: string | null }
  /** It runs, waits to run, or its write is settling: look again. */
  | { readonly kind: 'watch' }
  | {
      readonly kind: 'end';
      readonly outcome: Outcome;
      readonly channel: string | null;
      /** Observe only: enforcing it would have written this. */
      readonly wouldWrite?: true;
    };
