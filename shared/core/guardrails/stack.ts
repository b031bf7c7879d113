import type { GuardrailSettings } from '../policy/policy.ts';
import { age } from './age.ts';
import { blastRadius } from './blast-radius.ts';
import { budgets } from './budgets.ts';
import { dagReady } from './dag-ready.ts';
import { freshness } from './freshness.ts';
import { type Guardrail, type Readings, type Verdict, verdictKinds } from './guardrail.ts';
import { health } from './health.ts';
import { mode } from './mode.ts';
import { nativeRetries } from './native-retries.ts';
import { pause } from './pause.ts';
import { person } from './person.ts';
import { protect } from './protect.ts';
import { tries } from './tries.ts';

/** Every guardrail, in the order in which a person would ask. A new one joins here, with its file, its test and its page. */
export const stack: readonly Guardrail[] = [
  mode,
  age,
  protect,
  person,
  nativeRetries,
  dagReady,
  health,
  pause,
  freshness,
  blastRadius,
  tries,
  budgets,
];

/** What can go stale between decision and write, judged again right before it. */
export const judgedAgain: readonly Guardrail[] = [pause, health, freshness, budgets];

/** Asks all of them, without a short cut: an explanation shows every belt. */
export function judge(guardrails: readonly Guardrail[], readings: Readings, settings: GuardrailSettings): Verdict[] {
  return guardrails.map((guardrail) => guardrail.judge(readings, settings));
}

/** The verdict that wins: the strictest, and among equals the one that was asked first. */
export function strictest(verdicts: readonly Verdict[]): Verdict {
  const [first, ...others] = verdicts;
  if (first === undefined) return { guardrail: 'none', kind: 'hold', reason: "can't tell: no guardrail was asked" };
  return others.reduce((winner, next) => (rank(next) > rank(winner) ? next : winner), first);
}

function rank(verdict: Verdict): number {
  return verdictKinds.indexOf(verdict.kind);
}
