import { parsePolicy } from '../../../../shared/core/policy/parse-policy.ts';
import type { Policy } from '../../../../shared/core/policy/policy.ts';

/** A policy document that says only what matters to the test. */
export function policyText(parts: Record<string, unknown> = {}): string {
  return JSON.stringify({ version: 1, rules: [], otherwise: [{ escalate: 'oncall' }], ...parts });
}

/** The same, loaded. */
export function aPolicy(parts: Record<string, unknown> = {}): Policy {
  const parsed = parsePolicy({ text: policyText(parts) });
  if (parsed.ok) return parsed.policy;
  throw new Error(parsed.diagnostics.map(({ message }) => message).join('; '));
}
