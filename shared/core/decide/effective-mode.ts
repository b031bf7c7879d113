import type { Mode } from '../policy/policy.ts';
import { strictestMode } from '../policy/strictest-mode.ts';

/** As much of a policy as says what may act: the sweep loads no more. Each rule's mode is the strictest of its own and the policy's. */
export interface PolicyModes {
  readonly mode: Mode;
  readonly rules: readonly { readonly name: string; readonly mode: Mode }[];
}

/** The strictest of policy, rule and deployment. `rule` null: the policy's `otherwise`. */
export function effectiveMode(policy: PolicyModes, rule: string | null, deploymentMode: Mode): Mode {
  return strictestMode(policy.mode, policy.rules.find(({ name }) => name === rule)?.mode, deploymentMode);
}

/** Every rule that may act (null: `otherwise`). */
export function enforcedRules(policy: PolicyModes, deploymentMode: Mode): (string | null)[] {
  return [null, ...policy.rules.map(({ name }) => name)].filter(
    (rule) => effectiveMode(policy, rule, deploymentMode) === 'enforce',
  );
}
