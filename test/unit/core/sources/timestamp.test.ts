import { describe, expect, test } from '@jest/globals';
import { toSeverity } from '../../../../shared/core/sources/severity.ts';
import { toInstant } from '../../../../shared/core/sources/timestamp.ts';

const instant = Date.UTC(2026, 7, 1, 2, 14, 9, 512);

describe('an instant', () => {
  test.each([
    '2026-08-01T02:14:09.512345+00:00',
    '2026-08-01T02:14:09.512Z',
    '2026-08-01T02:14:09.512999999Z',
    '2026-08-01T02:14:09.512+0000',
    '2026-08-01 02:14:09.512 UTC',
    '2026-08-01 02:14:09,512',
    '2026-08-01T04:14:09.512+02:00',
    '2026-07-31T21:44:09.512-04:30',
    1785550449512,
    '1785550449512',
    1785550449.512,
    '1785550449.512',
    1785550449512345,
    '1785550449512345678',
  ])('is read from %p', (written) => expect(toInstant(written)).toBe(instant));

  test.each([
    '0001-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-08-01T24:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-13-01T00:00:00+00:00',
    '2026-08-00T00:00:00+00:00',
    '2026-08-01T00:00:61Z',
    '2026-08-01',
    'yesterday',
    '',
    '1'.repeat(1_000),
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    {},
  ])('is not made of %p', (written) => expect(toInstant(written)).toBeNull());
});

describe('a severity', () => {
  test.each([
    [['Critical'], 'critical'],
    [['P2'], 'error'],
    [['unheard of', 'warn'], 'warning'],
    [['none'], 'info'],
    [['unheard of'], null],
    [[5, null], null],
  ])('is the first word of %p that is one', (words, severity) => expect(toSeverity(words)).toBe(severity));
});
