import { describe, expect, test } from '@jest/globals';
import { chooseRule } from '../../../../shared/core/policy/choose-rule.ts';
import { compilePolicy } from '../../../../shared/core/policy/compile-policy.ts';
import { createDecidingPolicy } from '../../../../shared/core/policy/deciding-policy.ts';
import { explainMatch } from '../../../../shared/core/policy/explain-match.ts';
import { matchClass } from '../../../../shared/core/policy/match-class.ts';
import { aPolicy } from './a-policy.ts';

const plan = [{ clear: {} }];
const policy = aPolicy({
  guardrails: { protect: [{ tags: ['golden'] }] },
  classes: { 'warehouse-suspended': [{ wildcard: '*No active warehouse*' }], busy: [{ wildcard: '*busy*' }] },
  rules: [
    { name: 'lost', match: { failureClass: ['worker-lost'], labels: { team: ['data'], tier: ['1'] } }, plan },
    { name: 'etl', match: { dagId: [{ prefix: 'etl_' }], $or: [{ tryNumber: [1] }, { mapped: [true] }] }, plan },
    { name: 'all etl', match: { dagId: [{ prefix: 'etl_' }], runState: ['success'] }, plan },
  ],
});

describe('choosing a rule', () => {
  test.each([
    ['the first rule that matches decides', { dagId: 'etl_a', tryNumber: 1, runState: 'success' }, 'etl'],
    [
      'a rule whose alternatives all differ does not',
      { dagId: 'etl_a', tryNumber: 2, mapped: false, runState: 'success' },
      'all etl',
    ],
    ['where none matches, `otherwise` decides', { dagId: 'x' }, undefined],
  ])('%s', (_promise, facts, name) => {
    const choice = chooseRule(compilePolicy(policy), facts);
    expect(choice.kind === 'rule' ? choice.rule.name : undefined).toBe(name);
  });

  test('a decision asks for rule and plan, protection, class and `runState`', () => {
    const deciding = createDecidingPolicy(policy);
    expect(deciding.chooseRule({ dagId: 'x' })).toEqual({
      rule: null,
      plan: [{ kind: 'escalate', channel: 'oncall' }],
    });
    expect(deciding.protectedBy({ tags: ['daily', 'golden'] })).toBe('guardrails.protect[0]');
    expect(deciding.protectedBy({ tags: ['daily'] })).toBeNull();
    expect(deciding.namesRunState('all etl')).toBe(true);
    expect(deciding.namesRunState('etl')).toBe(false);
    expect(deciding.namesRunState(null)).toBe(false);
  });
});

describe('explaining a choice', () => {
  test('names for every rule that it matches, or the first fact that differs', () => {
    const facts = {
      dagId: 'etl_a',
      failureClass: 'worker-lost',
      labels: { team: 'data' },
      tryNumber: 2,
      mapped: false,
      runState: 'failed',
    };
    expect(explainMatch(policy, facts)).toEqual([
      {
        index: 0,
        name: 'lost',
        result: 'differs',
        difference: { pointer: '/labels/tier', fact: 'labels.tier', wanted: ['1'], found: undefined },
      },
      {
        index: 1,
        name: 'etl',
        result: 'differs',
        difference: {
          pointer: '/$or',
          fact: '$or',
          wanted: [{ tryNumber: [1] }, { mapped: [true] }],
          found: undefined,
        },
      },
      {
        index: 2,
        name: 'all etl',
        result: 'differs',
        difference: { pointer: '/runState', fact: 'runState', wanted: ['success'], found: 'failed' },
      },
    ]);
  });

  test('tells the rule that decides from those that would', () => {
    const facts = { dagId: 'etl_a', tryNumber: 1, runState: 'success' };
    expect(explainMatch(policy, facts).map(({ result }) => result)).toEqual(['differs', 'decides', 'matches']);
  });
});

describe("a team's own failure classes", () => {
  const compiled = compilePolicy(policy);
  test.each([
    [
      'are read from the log tail',
      { logTail: 'No active warehouse selected' },
      { failureClass: 'warehouse-suspended', from: 'logTail' },
    ],
    [
      'are read from the error text where the log is silent',
      { logTail: 'exit 1', errorText: 'it is busy' },
      { failureClass: 'busy', from: 'errorText' },
    ],
    [
      'prefer the log to the error text',
      { logTail: 'busy', errorText: 'No active warehouse' },
      { failureClass: 'busy', from: 'logTail' },
    ],
    [
      'are tried in order',
      { logTail: 'busy: No active warehouse' },
      { failureClass: 'warehouse-suspended', from: 'logTail' },
    ],
    ['say nothing where none fits', { logTail: 'exit 1' }, undefined],
  ])('%s', (_promise, texts, found) => expect(matchClass(compiled, texts)).toEqual(found));
});
