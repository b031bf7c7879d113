import { InvariantError } from '../diagnostics/invariant-error.ts';
import type { Json } from '../diagnostics/json-text.ts';
import { type CompiledPattern, compileConditions, compilePattern } from './pattern/compile-pattern.ts';
import { parseConditions, parsePattern } from './pattern/parse-pattern.ts';
import type { ObjectPattern, Test } from './pattern/pattern.ts';
import type { Policy } from './policy.ts';

/** A policy made fast, once per load: closures beside the data they came from. */
export interface CompiledPolicy {
  readonly policy: Policy;
  /** In the order of `policy.rules`. */
  readonly rules: readonly CompiledPattern[];
  /** In the order of `policy.guardrails.protect`. */
  readonly protect: readonly CompiledPattern[];
  /** In the order of `policy.classes`. */
  readonly classes: readonly { readonly name: string; readonly test: Test }[];
}

/** Compiles a policy that loaded. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  return {
    policy,
    rules: policy.rules.map(({ match }) => compilePattern(parseLoaded(match))),
    protect: policy.guardrails.protect.map((pattern) => compilePattern(parseLoaded(pattern))),
    classes: Object.entries(policy.classes).map(([name, written]) => ({ name, test: compileClass(written) })),
  };
}

/** Parses a pattern of a policy that loaded, and so can't be wrong. */
export function parseLoaded(match: Json): ObjectPattern {
  const parsed = parsePattern(match);
  if (parsed.ok) return parsed.pattern;
  throw new InvariantError(`a loaded policy holds a pattern that does not parse: ${parsed.faults[0]?.message}`);
}

function compileClass(written: Json): Test {
  const parsed = parseConditions(written, []);
  if (parsed.ok) return compileConditions(parsed.conditions);
  throw new InvariantError(`a loaded policy holds a class that does not parse: ${parsed.faults[0]?.message}`);
}
