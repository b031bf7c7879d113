import type { BudgetReading } from '../incident/budget.ts';
import type { Health, Pause } from '../incident/control.ts';
import type { Outcome } from '../incident/outcome.ts';
import type { GuardrailSettings } from '../policy/policy.ts';

/** What a guardrail saw, or why it could not see. */
export type Reading<Value> =
  | { readonly known: true; readonly value: Value }
  | { readonly known: false; readonly why: string };

export function known<Value>(value: Value): Reading<Value> {
  return { known: true, value };
}

export function unknown(why: string): Reading<never> {
  return { known: false, why };
}

/** From the most permissive to the strictest; the strictest of a stack wins. */
export const verdictKinds = ['act', 'ask', 'hold', 'observe', 'refuse'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** What one guardrail says of one action, in a form that a person understands. */
export interface Verdict {
  readonly guardrail: string;
  readonly kind: VerdictKind;
  readonly reason: string;
  /** What was seen and what it was held against, for `report` and `explain`. */
  readonly reading?: string | number | null;
  readonly limit?: string | number | null;
  /** For a hold: when to look again, where that is known (epoch ms). */
  readonly until?: number;
  /** For a refusal that is not an escalation. */
  readonly outcome?: Outcome;
  /** The cause lies with the whole deployment: told once per deployment, not once per run. */
  readonly ofDeployment?: true;
}

/** Everything the guardrails look at, for one action on one case (or one group of cases) at one time. Times are epoch ms. */
export interface Readings {
  readonly now: number;
  readonly mode: Reading<'observe' | 'enforce'>;
  readonly failedAt: Reading<number>;
  readonly adoptedAt: Reading<number>;
  readonly enforcedSince: Reading<number>;
  /** Instances of the case that Airflow itself will try again. */
  readonly nativeRetries: Reading<number>;
  readonly person: Reading<PersonSign | null>;
  readonly dag: Reading<DagCondition>;
  readonly observedAt: Reading<number>;
  /** Task instances the action would touch, blocked descendants included once they are known. */
  readonly touched: Reading<number>;
  readonly tries: Reading<TriesReading>;
  readonly budgets: Reading<readonly BudgetReading[]>;
  readonly protectedBy: Reading<string | null>;
  readonly pause: Reading<Pause | null>;
  readonly health: Reading<Health>;
}

/** The trace of a person, or of another program that acts for one. */
export type PersonSign = 'set-from-outside' | 'run-marked' | 'cleared-by-another';

export interface DagCondition {
  readonly isPaused: boolean | null;
  readonly isActive: boolean | null;
  readonly hasImportErrors: boolean | null;
}

/** For the instance of the case that comes nearest to the limit. */
export interface TriesReading {
  readonly spent: number;
  readonly added: number;
  readonly mapIndex: number;
}

/** One check, named alike in the policy, the ledger, the metrics and the docs. */
export interface Guardrail {
  readonly name: string;
  judge(readings: Readings, settings: GuardrailSettings): Verdict;
}

/** When a guardrail can't tell, nothing is written: it holds. */
export function cannotTell(guardrail: string, why: string): Verdict {
  return { guardrail, kind: 'hold', reason: `can't tell: ${why}`, reading: null };
}
