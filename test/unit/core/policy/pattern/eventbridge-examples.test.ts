import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { compareExamples, parseExamples } from '../../../../../cli/commands/pattern-examples.ts';
import { matchPattern } from '../../../../../shared/core/policy/pattern/match-pattern.ts';
import { parsePattern } from '../../../../../shared/core/policy/pattern/parse-pattern.ts';

const file = new URL('./eventbridge-examples.json', import.meta.url);
const examples = parseExamples({ file: 'eventbridge-examples.json', text: readFileSync(file, 'utf8') });

describe('the examples of EventBridge', () => {
  test('get the answers of the reference implementation', () => {
    expect(compareExamples(examples)).toEqual({ passed: 46, failed: 0, disagreements: [] });
  });

  test.each(examples.triples)('$id is answered alike by the plain matcher', ({ pattern, event, matches }) => {
    const parsed = parsePattern(pattern);
    expect(parsed.ok && matchPattern(parsed.pattern, event)).toBe(matches);
  });
});
