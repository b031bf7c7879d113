import { describe, expect, test } from '@jest/globals';
import { operators } from '../../../../../shared/core/policy/pattern/operators.ts';
import { match } from './match.ts';

describe('the example of each operator', () => {
  test.each(operators.map(({ name, example }) => [name, example] as const))(
    '%s matches what it says, and not what it says',
    (_name, { condition, matches, differs }) => {
      expect(match({ field: [condition] }, { field: matches })).toBe(true);
      expect(match({ field: [condition] }, { field: differs })).toBe(false);
    },
  );
});
