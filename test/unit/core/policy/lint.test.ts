import { describe, expect, test } from '@jest/globals';
import { lintPolicy } from '../../../../shared/core/policy/lint/lint.ts';
import { aPolicy } from './a-policy.ts';

const clear = [{ clear: {} }];

/** The findings as `code pointer-ish path`. */
function lint(parts: Record<string, unknown>, channels?: readonly string[]): string[] {
  return lintPolicy(aPolicy(parts), { channels }).map(({ code, path }) => `${code} ${path.join('/')}`);
}

function rules(...matches: readonly Record<string, unknown>[]) {
  return { rules: matches.map((match, index) => ({ name: `rule ${index}`, match, plan: clear })) };
}

describe('a shadowed rule', () => {
  test.each([
    ['an equal pattern', { dagId: ['a'] }, { dagId: ['a'] }],
    ['a list that holds its values', { dagId: ['a', 'b'] }, { dagId: ['b'] }],
    ['a pattern with fewer facts', { dagId: ['a'] }, { dagId: ['a'], state: ['failed'] }],
    ['a prefix of its prefix', { dagId: [{ prefix: 'a' }] }, { dagId: [{ prefix: 'ab' }] }],
    ['a suffix of its suffix', { dagId: [{ suffix: 'b' }] }, { dagId: [{ suffix: 'ab' }] }],
    ['an operator that its values meet', { tryNumber: [{ numeric: ['<', 5] }] }, { tryNumber: [1, 2] }],
    ['mere existence', { dagId: [{ exists: true }] }, { dagId: [{ wildcard: '*x*' }] }],
    ['an alternative', { $or: [{ dagId: ['a'] }, { dagId: ['b'] }] }, { dagId: ['a'] }],
    [
      'what all its alternatives meet',
      { dagId: [{ prefix: 'a' }] },
      { $or: [{ dagId: ['a1'] }, { dagId: ['a2'], mapped: [true] }] },
    ],
    ['a label', { labels: { team: ['a', 'b'] } }, { labels: { team: ['a'], tier: ['1'] } }],
  ])('is found behind %s', (_what, wide, narrow) =>
    expect(lint(rules(wide, narrow))).toContain('shadowed-rule rules/1/name'),
  );

  test.each([
    ['a narrower list', { dagId: ['a'] }, { dagId: ['a', 'b'] }],
    ['a pattern with one fact more', { dagId: ['a'], state: ['failed'] }, { dagId: ['a'] }],
    ['a longer prefix', { dagId: [{ prefix: 'ab' }] }, { dagId: [{ prefix: 'a' }] }],
    ['existence, which absence is not', { queue: [{ exists: true }] }, { queue: [{ exists: false }] }],
    ['absence, which existence is not', { queue: [{ exists: false }] }, { queue: [{ exists: true }] }],
    [
      'what one of its alternatives does not meet',
      { dagId: [{ prefix: 'a' }] },
      { $or: [{ dagId: ['a1'] }, { dagId: ['b1'] }] },
    ],
  ])('is not claimed behind %s', (_what, wide, narrow) =>
    expect(lint(rules(wide, narrow)).filter((found) => found.startsWith('shadowed'))).toEqual([]),
  );
});

describe('a pattern that never matches', () => {
  test.each([
    ['a state that does not exist', { runState: ['faild'] }],
    ['a class that nobody names', { failureClass: ['warehouse'] }],
    ['a text asked of a number', { tryNumber: [{ prefix: '1' }] }],
    ['a number asked of a text', { dagId: [5] }],
    ['a range asked of a text', { dagId: [{ numeric: ['>', 1] }] }],
    ['the absence of what is always there', { dagId: [{ exists: false }] }],
  ])('is found: %s', (_what, match) =>
    expect(lint(rules(match))).toContain(`never-matches rules/0/match/${Object.keys(match)[0]}/0`),
  );

  test('is not claimed of a class of the team', () => {
    expect(lint({ ...rules({ failureClass: ['warehouse'] }), classes: { warehouse: ['x'] } })).toEqual([]);
  });

  test('is found inside alternatives', () => {
    expect(lint(rules({ $or: [{ runState: ['faild'] }, { dagId: ['a'] }] }))).toEqual([
      'never-matches rules/0/match/$or/0/runState/0',
    ]);
  });
});

describe('the other findings', () => {
  test.each([
    ['clearing whatever failed', rules({ taskId: [{ wildcard: '*' }] }), ['match-all-clears rules/0/match']],
    [
      'clearing whatever failed in a run of any state',
      rules({ runState: [{ 'anything-but': 'x' }] }),
      ['match-all-clears rules/0/match'],
    ],
    ['needing what only a report tells', rules({ source: ['x'] }), ['needs-advisory-fact rules/0/match/source']],
    ['asking that no report tells it', rules({ source: [{ exists: false }] }), []],
    [
      'skipping',
      { rules: [{ name: 'a', match: { dagId: ['a'] }, plan: [{ setState: 'skipped' }] }] },
      ['sets-skipped rules/0/plan/0/setState'],
    ],
    [
      'as many clears as tries may be added',
      { ...rules({ dagId: ['a'] }), guardrails: { tries: { perTaskInstance: 1 } } },
      [],
    ],
    [
      'a plan that ends just at the deadline',
      { ...rules({ dagId: ['a'] }), guardrails: { deadline: { within: '2h' } } },
      [],
    ],
    [
      'a plan that ends after the deadline',
      { ...rules({ dagId: ['a'] }), guardrails: { deadline: { within: '119m' } } },
      ['unbounded-plan rules/0/plan'],
    ],
  ])('%s', (_what, parts, findings) => expect(lint(parts)).toEqual(findings));

  test('a channel is unused only where the config declares it', () => {
    expect(lint({}, ['oncall'])).toEqual([]);
    expect(lint({}, ['oncall', 'owners'])).toEqual(['unused-channel otherwise']);
  });
});
