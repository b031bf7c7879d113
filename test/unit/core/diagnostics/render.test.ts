import { describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../../../../shared/core/diagnostics/diagnostic.ts';
import { renderProblem } from '../../../../shared/core/diagnostics/render-problem.ts';
import { renderTerminal } from '../../../../shared/core/diagnostics/render-terminal.ts';
import { suggest } from '../../../../shared/core/diagnostics/suggest.ts';

const diagnostic: Diagnostic = {
  code: 'unknown-fact',
  severity: 'error',
  file: 'airmend.policy.json',
  pointer: '/rules/0/match/dagID',
  line: 2,
  column: 14,
  length: 7,
  message: 'there is no fact named `dagID`',
  help: 'did you mean `dagId`?',
  notes: ['facts are case-sensitive'],
};

describe('in a terminal', () => {
  test('a diagnostic quotes its line and marks the place', () => {
    expect(renderTerminal(diagnostic, { text: '{\n  "match": { "dagID": ["etl"] }\n}' })).toMatchInlineSnapshot(`
"error[unknown-fact]: there is no fact named \`dagID\`
 --> airmend.policy.json:2:14  /rules/0/match/dagID
  |
2 |   "match": { "dagID": ["etl"] }
  |              ^^^^^^^
  = note: facts are case-sensitive
help: did you mean \`dagId\`?"
`);
  });

  test('a diagnostic without a place says file and pointer', () => {
    const placeless: Diagnostic = {
      code: 'odd',
      severity: 'warning',
      file: 'a.json',
      pointer: '/a',
      message: 'it is odd',
      notes: [],
    };
    expect(renderTerminal(placeless)).toBe('warning[odd]: it is odd\n--> a.json  /a');
  });

  test('a long line is cut around the place, and the marks stay on it', () => {
    const text = `${'x'.repeat(5_000)}HERE${'y'.repeat(5_000)}`;
    const lines = renderTerminal({ ...diagnostic, line: 1, column: 5_001, length: 4 }, { text }).split('\n');
    expect(lines[3]?.length).toBeLessThan(200);
    expect(lines[3]?.indexOf('HERE')).toBe(lines[4]?.indexOf('^^^^'));
  });
});

describe('as a problem document', () => {
  test('the first error leads and all are listed', () => {
    const warning: Diagnostic = { code: 'odd', severity: 'warning', pointer: '/a', message: 'it is odd', notes: [] };
    expect(
      renderProblem({ status: 400, title: 'The policy does not load', diagnostics: [warning, diagnostic] }),
    ).toEqual({
      type: 'urn:airmend:problem:unknown-fact',
      title: 'The policy does not load',
      status: 400,
      detail: 'there is no fact named `dagID`',
      errors: [
        { code: 'odd', pointer: '/a', detail: 'it is odd' },
        {
          code: 'unknown-fact',
          pointer: '/rules/0/match/dagID',
          detail: 'there is no fact named `dagID`',
          help: 'did you mean `dagId`?',
        },
      ],
    });
  });
});

describe('a suggestion', () => {
  test.each([
    ['dagID', ['dagId', 'dagRunId'], 'dagId'],
    ['prefx', ['prefix', 'suffix'], 'prefix'],
    ['SUFFIX', ['prefix', 'suffix'], 'suffix'],
    ['anything_but', ['anything-but'], 'anything-but'],
    ['contains', ['prefix', 'suffix', 'wildcard'], undefined],
    ['ab', ['cd'], undefined],
    ['abc', ['abd'], 'abd'],
    ['abcd', ['abef'], undefined],
  ])('for `%s` among %j is %j: at most a third of the word may differ', (written, candidates, meant) => {
    expect(suggest(written, candidates)).toBe(meant);
  });
});
