import * as z from 'zod';
import { didYouMean } from '../diagnostics/suggest.ts';
import { chooseRule, findProtection } from './choose-rule.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { completeFacts } from './complete-facts.ts';
import { type Facts, factNames } from './facts.ts';
import { renderStep } from './render-step.ts';

const facts = z
  .custom<Facts>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
  .superRefine((written, context) => {
    for (const name of Object.keys(written)) {
      if (factNames.includes(name)) continue;
      const params = { code: 'unknown-fact', help: didYouMean(name, factNames) };
      context.addIssue({ code: 'custom', path: [name], message: `there is no fact named \`${name}\``, params });
    }
  });

const expectation = z.strictObject({
  rule: z.string().nullable().optional().describe('The rule that decides; `null` for `otherwise`.'),
  step: z.string().optional().describe('The first step: `clear`, `setState success`, `escalate oncall`, `ignore`.'),
  plan: z.array(z.string()).optional().describe('All steps, what `otherwise` adds included.'),
  failureClass: z.string().optional().describe('The failure class that the log and the error text give.'),
  refusal: z
    .enum(['mode', 'protect'])
    .nullable()
    .optional()
    .describe('The guardrail that keeps the policy from writing; `null` for none.'),
});

/** A file of cases beside a policy: what it must decide for given facts. */
export const policyCasesSchema = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('The promise, in the present tense.'),
        facts: facts.describe('The facts of the case; what is left out is unknown.'),
        expect: expectation,
      }),
    )
    .min(1),
});
type PolicyCases = z.infer<typeof policyCasesSchema>;

export interface CaseResult {
  readonly name: string;
  /** Every expectation that was not met. */
  readonly differences: readonly { readonly key: string; readonly expected: unknown; readonly actual: unknown }[];
  /** The rule that decided, or null. */
  readonly rule: string | null;
}

/** Asks the policy each case and compares. */
export function runCases(compiled: CompiledPolicy, { cases }: PolicyCases): CaseResult[] {
  return cases.map(({ name, facts: given, expect }) => {
    const actual = decideCase(compiled, given);
    const differences = Object.entries(expect)
      .filter(([, expected]) => expected !== undefined)
      .map(([key, expected]) => ({
        key,
        expected,
        actual: Object.entries(actual).find(([known]) => known === key)?.[1],
      }))
      .filter((difference) => JSON.stringify(difference.expected) !== JSON.stringify(difference.actual));
    return { name, differences, rule: actual.rule };
  });
}

/** What a policy makes of a case, by its facts alone. */
export function decideCase(compiled: CompiledPolicy, given: Facts) {
  const known = completeFacts(compiled, given);
  const choice = chooseRule(compiled, known);
  const { rules, otherwise, mode } = compiled.policy;
  const plan = (choice.kind === 'rule' ? choice.rule.plan : otherwise).map(renderStep);
  const isWrite = plan[0] === 'clear' || plan[0]?.startsWith('setState') === true;
  const effectiveMode = choice.kind === 'rule' ? choice.rule.mode : mode;
  const isProtected = findProtection(compiled, known) !== undefined;
  return {
    rule: choice.kind === 'rule' ? (rules[choice.index]?.name ?? null) : null,
    step: plan[0],
    plan,
    failureClass: known['failureClass'],
    refusal: !isWrite ? null : isProtected ? 'protect' : effectiveMode === 'observe' ? 'mode' : null,
  };
}
