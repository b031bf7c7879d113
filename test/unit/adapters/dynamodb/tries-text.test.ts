import { describe, expect, test } from '@jest/globals';
import { readTries, writeTries } from '../../../../shared/adapters/dynamodb/tries-text.ts';

describe('tries added, as the ledger holds them', () => {
  test('are one range where neighbours had as many', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [String(index), 2]));
    expect(writeTries(many)).toBe('0-999:2');
    expect(readTries('0-999:2')).toEqual(many);
  });

  test.each([{}, { '-1': 3 }, { '-1': 1, '0': 1 }, { '7': 1, '8': 2, '10': 2 }])(
    'are read as %j was written',
    (added) => {
      expect(readTries(writeTries(added))).toEqual(added);
    },
  );

  test.each(['0-', '5-2:1', '0-9999999:1', 'x:1', '1:1  2:1', '1:-1'])('that are %j are not ours', (text) => {
    expect(readTries(text)).toBeNull();
  });
});
