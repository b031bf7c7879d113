import * as z from 'zod';
import type { Json, JsonObject } from '../diagnostics/json-text.ts';
import { type GuardrailSettings, guardrailSettings } from './guardrail-settings.ts';
import { patternJson } from './pattern-json.ts';
import { type FinalStep, otherwise, plan, type Step } from './plan.ts';

export type { GuardrailSettings } from './guardrail-settings.ts';
export type { FinalStep, Step } from './plan.ts';

export type Mode = 'observe' | 'enforce';

const mode = z.enum(['observe', 'enforce']);
const name = z.string().min(1).max(100);
const className = z
  .string()
  .max(60)
  .refine((text) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text), {
    error: 'a class is named in kebab-case, like `warehouse-suspended`',
    params: { code: 'wrong-name' },
  });
const conditions = z
  .custom<Json>((value) => Array.isArray(value), {
    error: 'the conditions of a class stand in a list: `[{ "wildcard": "*text*" }]`',
  })
  .meta({ speaks: 'conditions' });
const zone = z
  .string()
  .max(60)
  .refine(isTimeZone, {
    error: 'there is no such time zone',
    params: { code: 'unknown-zone', help: 'use a name of the IANA database, like `Europe/Berlin`' },
  });

const rule = z.strictObject({
  name: name.describe('Names the rule in decisions, reports and `enforcedSince`. Unique in the policy.'),
  mode: mode
    .optional()
    .describe(
      '`observe` keeps this rule from writing whatever the policy says. The strictest of policy, rule and deployment wins.',
    ),
  match: patternJson.describe(
    'The failures this rule is for: an event pattern over the facts of the case. The first rule that matches decides.',
  ),
  plan: plan.describe(
    'The ladder: steps in order, each begun when the one before did not help. A plan that does not end with `escalate` or `ignore` goes on with `otherwise`.',
  ),
});

/** The policy: schema, type and docs in one. */
export const policySchema = z.strictObject({
  version: z.literal(1).describe('The version of this language.'),
  mode: mode.default('observe').describe('`observe` decides and records but writes nothing; `enforce` acts.'),
  zone: zone.default('UTC').describe('The time zone of the facts `hour` and `weekday`.'),
  classes: z
    .record(className, conditions)
    .default({})
    .describe(
      'Failure classes of your own: conditions as in a pattern, tried in order on the log tail, then on the error text. They win over the built-in classes.',
    ),
  guardrails: guardrailSettings.prefault({}).describe('Limits that hold whatever a rule says.'),
  rules: z.array(rule).max(2_000).describe('In order; the first that matches decides.'),
  otherwise: otherwise.describe('For a case that no rule matches, and after a plan that is used up.'),
});

export interface Rule {
  readonly name: string;
  readonly mode: Mode;
  readonly match: JsonObject;
  /** Whole: ends with `escalate` or `ignore`, taken from `otherwise` where the rule does not say. */
  readonly plan: readonly Step[];
}

/** A policy that loaded: defaults filled in, times in milliseconds. Plain data; `compile-policy.ts` makes it fast. */
export interface Policy {
  readonly version: 1;
  readonly mode: Mode;
  readonly zone: string;
  /** Class name -> conditions, in the order they are tried. */
  readonly classes: Readonly<Record<string, Json>>;
  readonly guardrails: GuardrailSettings;
  readonly rules: readonly Rule[];
  readonly otherwise: readonly [FinalStep];
  /** sha256 of the canonical form: each decision records it. */
  readonly policyHash: string;
}

function isTimeZone(candidate: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: candidate }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // RangeError: unknown zone
  }
}
