import { describe, expect, test } from '@jest/globals';
import { describeQuirks, hasQuirk } from '../../../shared/airflow-http/quirk.ts';
import { isBefore, parseVersion } from '../../../shared/airflow-http/version.ts';

describe('a version', () => {
  test.each([
    ['3.3.2', [3, 3, 2]],
    ['2.10.5+astro.1', [2, 10, 5]],
    ['3.0.0rc1', [3, 0, 0]],
    ['2.11', [2, 11, 0]],
    ['v3.1.8', [3, 1, 8]],
    ['three', null],
    ['', null],
  ])('%s is %j', (written, version) => {
    expect(parseVersion(written)).toEqual(version);
  });

  test.each([
    [[2, 9, 0], [2, 10, 0], true],
    [[3, 0, 9], [3, 1, 0], true],
    [[3, 1, 0], [3, 1, 0], false],
    [[3, 1, 1], [3, 1, 0], false],
  ] as const)('%j is before %j: %s', (one, other, expected) => {
    expect(isBefore(one, other)).toBe(expected);
  });
});

describe('a quirk', () => {
  const quirks = [
    { name: 'silent', from: [3, 0, 0], before: [3, 1, 0], issue: null, told: null },
    { name: 'told', from: [3, 1, 0], before: null, issue: 'apache/airflow#1', told: { message: 'm', help: 'h' } },
  ] as const;

  test('affects the versions from its first up to the one that mends it', () => {
    expect(hasQuirk(quirks, 'silent', [3, 0, 9])).toBe(true);
    expect(hasQuirk(quirks, 'silent', [3, 1, 0])).toBe(false);
    expect(hasQuirk(quirks, 'told', [3, 0, 9])).toBe(false);
    expect(hasQuirk(quirks, 'told', [3, 9, 0])).toBe(true);
  });

  test('is told only where a person should know', () => {
    expect(describeQuirks(quirks, [3, 0, 0])).toEqual([]);
    expect(describeQuirks(quirks, [3, 1, 0])).toEqual([
      { severity: 'limited', code: 'told', message: 'm', help: 'h', issue: 'apache/airflow#1' },
    ]);
  });
});
