import type { Mode, Policy } from '../policy/policy.ts';

/** The strictest of policy, rule and deployment: observe wins. `rule` null: the policy's `otherwise`. */
export function effectiveMode(policy: Policy, rule: string | null, deploymentMode: Mode): Mode {
  const ruleMode = policy.rules.find(({ name }) => name === rule)?.mode;
  return policy.mode === 'enforce' && deploymentMode === 'enforce' && ruleMode !== 'observe' ? 'enforce' : 'observe';
}

/** Every rule that may act, by the name under which its enforcement is remembered. */
export function enforcedRules(policy: Policy, deploymentMode: Mode): (string | null)[] {
  return [null, ...policy.rules.map(({ name }) => name)].filter(
    (rule) => effectiveMode(policy, rule, deploymentMode) === 'enforce',
  );
}
