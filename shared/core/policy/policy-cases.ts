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
  decision: z
    .string()
    .optional()
    .describe(
      'What comes of it now: `write`, `hold`, or how the case ends: `escalated`, `ignored`, `observed`, `too-old`, …',
    ),
  refusal: z
    .string()
    .nullable()
    .optional()
    .describe(
      'The guardrail that keeps the policy from writing; `null` for none. By facts alone only `mode` and `protect` can tell; a recorded look is judged by all.',
    ),
});

/** A file of cases beside a policy: what it must decide for given facts. */
export const policyCasesSchema = z.strictObject({
  cases: z
    .array(
      z
        .strictObject({
          name: z.string().min(1).describe('The promise, in the present tense.'),
          facts: facts.optional().describe('The facts of the case; what is left out is unknown.'),
          look: z
            .string()
            .optional()
            .describe('Instead of facts: a file of recorded looks (`airmend explain --json`), relative to this one.'),
          task: z.string().optional().describe('Which case of the look is meant, where several tasks failed.'),
          expect: expectation,
        })
        .refine((one) => (one.facts === undefined) !== (one.look === undefined), {
          error: 'a case has either `facts` or a `look`',
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

/** What came of a case, by the keys an expectation may name. */
export interface DecidedCase {
  readonly rule: string | null;
  readonly step: string | undefined;
  readonly plan: readonly string[];
  readonly failureClass: unknown;
  readonly decision: string;
  readonly refusal: string | null;
}

/** Decides a recorded look: comes from outside, since reading its file is I/O. */
export type DecideLook = (file: string, task: string | undefined) => DecidedCase;

/** Asks the policy each case and compares. */
export function runCases(compiled: CompiledPolicy, { cases }: PolicyCases, decideLook?: DecideLook): CaseResult[] {
  return cases.map(({ name, facts: given, look, task, expect }) => {
    const actual =
      look !== undefined && decideLook !== undefined ? decideLook(look, task) : decideCase(compiled, given ?? {});
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
export function decideCase(compiled: CompiledPolicy, given: Facts): DecidedCase {
  const known = completeFacts(compiled, given);
  const choice = chooseRule(compiled, known);
  const { rules, otherwise, mode } = compiled.policy;
  const plan = (choice.kind === 'rule' ? choice.rule.plan : otherwise).map(renderStep);
  const isWrite = plan[0] === 'clear' || plan[0]?.startsWith('setState') === true;
  const effectiveMode = choice.kind === 'rule' ? choice.rule.mode : mode;
  const isProtected = findProtection(compiled, known) !== undefined;
  const refusal = !isWrite ? null : isProtected ? 'protect' : effectiveMode === 'observe' ? 'mode' : null;
  return {
    rule: choice.kind === 'rule' ? (rules[choice.index]?.name ?? null) : null,
    step: plan[0],
    plan,
    failureClass: known['failureClass'],
    decision: endingOf(plan[0], { isWrite, isObserving: effectiveMode === 'observe', refusal }),
    refusal,
  };
}

function endingOf(
  step: string | undefined,
  seen: { isWrite: boolean; isObserving: boolean; refusal: string | null },
): string {
  if (step === 'ignore') return 'ignored';
  if (seen.isObserving) return 'observed';
  return seen.isWrite && seen.refusal === null ? 'write' : 'escalated';
}
