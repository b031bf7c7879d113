import { chooseRule, findProtection } from './choose-rule.ts';
import { compilePolicy, parseLoaded } from './compile-policy.ts';
import type { Facts } from './facts.ts';
import { matchClass } from './match-class.ts';
import { visitLeaves } from './pattern/pattern.ts';
import type { Policy } from './policy.ts';

/** A policy as a decision asks it. Compiled once, pure. */
export function createDecidingPolicy(policy: Policy) {
  const compiled = compilePolicy(policy);
  const namingRunState = new Set(
    policy.rules.filter(({ match }) => namesFact(match, 'runState')).map(({ name }) => name),
  );
  return {
    policy,
    /** The first rule that matches with its whole plan, or null with `otherwise`. */
    chooseRule(facts: Facts) {
      const choice = chooseRule(compiled, facts);
      return choice.kind === 'rule'
        ? { rule: choice.rule.name, plan: choice.rule.plan }
        : { rule: null, plan: policy.otherwise };
    },
    /** The place in the policy of the `protect` pattern that matches, or null. */
    protectedBy(facts: Facts) {
      const index = findProtection(compiled, facts);
      return index === undefined ? null : `guardrails.protect[${index}]`;
    },
    /** The team's own failure class, or null. */
    matchClass: (texts: { readonly logTail: string | undefined; readonly errorText: string | undefined }) =>
      matchClass(compiled, texts)?.failureClass ?? null,
    /** The rule's pattern names `runState`, so a failure in a successful run is meant. */
    namesRunState: (rule: string | null) => rule !== null && namingRunState.has(rule),
  };
}

function namesFact(match: Policy['rules'][number]['match'], fact: string): boolean {
  let isNamed = false;
  visitLeaves(parseLoaded(match), (_leaf, [name]) => {
    isNamed ||= name === fact;
  });
  return isNamed;
}
