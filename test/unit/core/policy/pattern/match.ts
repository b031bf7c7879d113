import type { Json, JsonObject } from '../../../../../shared/core/diagnostics/json-text.ts';
import { compilePattern } from '../../../../../shared/core/policy/pattern/compile-pattern.ts';
import { matchPattern } from '../../../../../shared/core/policy/pattern/match-pattern.ts';
import { parsePattern } from '../../../../../shared/core/policy/pattern/parse-pattern.ts';

/** The answer of both matchers, which must agree; the fault's code for a pattern that is refused. */
export function match(written: Json, event: JsonObject): boolean | string {
  const parsed = parsePattern(written);
  if (!parsed.ok) return parsed.faults[0]?.code ?? 'refused';
  const compiled = compilePattern(parsed.pattern)(event);
  if (matchPattern(parsed.pattern, event) !== compiled) throw new Error('the two matchers disagree');
  return compiled;
}
