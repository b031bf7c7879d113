import type { CompiledPolicy } from './compile-policy.ts';
import type { Facts } from './facts.ts';
import type { Rule } from './policy.ts';

/** The rule that decides a case; without one, the policy's `otherwise` does. */
export type Choice =
  | { readonly kind: 'rule'; readonly rule: Rule; readonly index: number }
  | { readonly kind: 'otherwise' };

/** The first rule that matches decides. */
export function chooseRule({ policy, rules }: CompiledPolicy, facts: Facts): Choice {
  const index = rules.findIndex((matches) => matches(facts));
  const rule = policy.rules[index];
  return rule === undefined ? { kind: 'otherwise' } : { kind: 'rule', rule, index };
}

/** The position of the first `protect` pattern that matches, or undefined: nothing forbids a write. */
export function findProtection({ protect }: CompiledPolicy, facts: Facts): number | undefined {
  const index = protect.findIndex((matches) => matches(facts));
  return index === -1 ? undefined : index;
}
