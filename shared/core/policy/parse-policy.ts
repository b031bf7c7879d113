import type { Diagnostic, Fault } from '../diagnostics/diagnostic.ts';
import { parseJsonText, type Refused } from '../diagnostics/json-text.ts';
import { checkSchema, withoutSchemaKey } from '../diagnostics/parse-document.ts';
import { hashCanonical, renderCanonical } from './canonical.ts';
import { checkPolicy } from './check-policy.ts';
import { isFinal } from './plan.ts';
import { type Policy, policySchema, type Rule } from './policy.ts';
import { strictestMode } from './strictest-mode.ts';

export interface PolicySource {
  readonly file?: string | undefined;
  readonly text: string;
  /** The channels that the config declares. Undefined: the config is not at hand, channels are not checked. */
  readonly channels?: readonly string[] | undefined;
}

export interface ParsedPolicy {
  readonly ok: true;
  readonly policy: Policy;
  /** What is shipped and hashed: the document without comments, in one fixed form. It parses to the same policy. */
  readonly canonical: string;
  /** Ties a lint's finding to its place in the text. */
  readonly diagnose: (fault: Fault) => Diagnostic;
}

/** Reads a policy. A bad one never loads: every mistake is a diagnostic with its place, all of them at once. */
export function parsePolicy({ file, text, channels }: PolicySource): ParsedPolicy | Refused {
  const json = parseJsonText({ file, text, comments: true });
  if (!json.ok) return json;
  const written = withoutSchemaKey(json.value);
  const checked = checkSchema(written, policySchema);
  const faults = [...(checked.ok ? [] : checked.faults), ...checkPolicy(written, channels)];
  if (!checked.ok || faults.length > 0) return { ok: false, diagnostics: faults.map(json.diagnose).toSorted(byPlace) };
  const canonical = renderCanonical(written);
  return { ok: true, policy: complete(checked.value, canonical), canonical, diagnose: json.diagnose };
}

/** Diagnostics in the order of the text. */
export function byPlace(one: Diagnostic, other: Diagnostic): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

type Checked = Omit<Policy, 'rules' | 'policyHash'> & {
  readonly rules: readonly (Omit<Rule, 'mode'> & { readonly mode?: Rule['mode'] | undefined })[];
};

function complete(checked: Checked, canonical: string): Policy {
  const rules = checked.rules.map((rule): Rule => {
    const last = rule.plan.at(-1);
    const plan = last !== undefined && isFinal(last) ? rule.plan : [...rule.plan, ...checked.otherwise];
    return { ...rule, plan, mode: strictestMode(checked.mode, rule.mode) };
  });
  return { ...checked, rules, policyHash: hashCanonical(canonical) };
}
