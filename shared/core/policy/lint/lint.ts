import type { Fault } from '../../diagnostics/diagnostic.ts';
import { parseLoaded } from '../compile-policy.ts';
import type { Policy } from '../policy.ts';
import type { LintRule, LintSubject } from './lint-rule.ts';
import { matchAllClears } from './match-all-clears.ts';
import { needsAdvisoryFact } from './needs-advisory-fact.ts';
import { neverMatches } from './never-matches.ts';
import { setsSkipped } from './sets-skipped.ts';
import { shadowedRule } from './shadowed-rule.ts';
import { triesExceedCap } from './tries-exceed-cap.ts';
import { unboundedPlan } from './unbounded-plan.ts';
import { unusedChannel } from './unused-channel.ts';

/** Every lint rule, in the order of the reference. */
export const lintRules: readonly LintRule[] = [
  neverMatches,
  shadowedRule,
  matchAllClears,
  needsAdvisoryFact,
  unboundedPlan,
  triesExceedCap,
  setsSkipped,
  unusedChannel,
];

/** What a policy that loads holds and probably should not. Warnings; `--strict` makes them fail. */
export function lintPolicy(policy: Policy, { channels }: { channels?: readonly string[] | undefined } = {}): Fault[] {
  const rules = policy.rules.map((rule, index) => ({ ...rule, index, pattern: parseLoaded(rule.match) }));
  const subject: LintSubject = { policy, rules, channels };
  return lintRules.flatMap(({ code, find }) =>
    find(subject).map((finding): Fault => ({ ...finding, code, severity: 'warning' })),
  );
}
