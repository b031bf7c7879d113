import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../../shared/core/diagnostics/json-text.ts';
import { findFact } from '../../../../../shared/core/policy/facts.ts';
import { parsePolicy } from '../../../../../shared/core/policy/parse-policy.ts';
import { parsePattern } from '../../../../../shared/core/policy/pattern/parse-pattern.ts';
import { countSteps, patternStepsMax } from '../../../../../shared/core/policy/pattern/pattern-cost.ts';
import { policyText } from '../a-policy.ts';

function steps(match: JsonObject): number {
  const parsed = parsePattern(match);
  return parsed.ok ? countSteps(parsed.pattern, findFact) : Number.NaN;
}

function codes(matches: readonly JsonObject[]): string[] {
  const rules = matches.map((match, index) => ({ name: `${index}`, match, plan: [{ ignore: true }] }));
  const parsed = parsePolicy({ text: policyText({ rules }) });
  return parsed.ok ? [] : parsed.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
}

describe('the static cost of a pattern', () => {
  test('grows with the longest text of its fact', () => {
    expect(steps({ logTail: [{ wildcard: '*a*b*' }] })).toBeGreaterThan(
      100 * steps({ dagId: [{ wildcard: '*a*b*' }] }),
    );
  });

  test('counts every entry that a list may have', () => {
    expect(steps({ tags: [{ wildcard: '*a*b*' }] })).toBeGreaterThan(50 * steps({ dagId: [{ wildcard: '*a*b*' }] }));
  });

  test('adds up over facts and alternatives', () => {
    const one = steps({ logTail: [{ regex: 'a' }] });
    expect(steps({ $or: [{ logTail: [{ regex: 'a' }] }, { logTail: [{ regex: 'a' }] }] })).toBe(2 * one);
  });

  test('counts every combination where objects must be told apart', () => {
    const alternatives = { $or: [{ logTail: [{ wildcard: '*a*b*' }] }, { dagId: ['x'] }] };
    const plain = steps({ ...alternatives, labels: { team: ['x'] } });
    const told = steps({ ...alternatives, labels: { team: ['x', { exists: false }] } });
    expect(told / plain).toBeCloseTo(2, 1);
  });

  test('is small for what does not depend on a text', () => {
    expect(steps({ tryNumber: [{ numeric: ['>', 1] }, 5], mapped: [true] })).toBeLessThan(50);
  });
});

describe('a pattern beyond the bound', () => {
  const costly = { logTail: [{ regex: '(error|warning).{0,400}timeout' }] };

  test('does not load, and says where', () => {
    expect(steps(costly)).toBeGreaterThan(patternStepsMax);
    expect(codes([costly])).toEqual(['pattern-too-costly /rules/0/match']);
  });

  test('loads on a fact whose texts are short', () => {
    expect(codes([{ dagId: costly.logTail }])).toEqual([]);
  });

  test('is refused for all patterns of a policy together, too', () => {
    const considerable = { logTail: [{ regex: '(?i)(error|warning|fatal) .*(timeout|refused|reset)' }] };
    expect(codes([considerable])).toEqual([]);
    expect(codes(Array.from({ length: 100 }, () => considerable))).toContain('pattern-too-costly /rules');
  });
});
