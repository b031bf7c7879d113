import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { duration, parseDuration, renderDuration } from '../../../../shared/core/policy/duration.ts';

describe('a duration', () => {
  test.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['6h', 21_600_000],
    ['2d', 172_800_000],
    ['1h30m', 5_400_000],
    ['1d2h3m4s', 93_784_000],
    ['0s', 0],
    ['PT15M', 900_000],
    ['P1DT6H', 108_000_000],
    ['P2W', 1_209_600_000],
    ['PT1.5S', 1_500],
  ])('%s is read', (text, durationMs) => expect(parseDuration(text)).toBe(durationMs));

  test.each(['', '5', 'm', '5 m', '-5m', '1.5h', '5m1h', '5M', 'P1M', 'P1Y', '-PT5M', 'PT', 'soon', '5w'])(
    '%j is not one',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test.each(['0s', '1s', '1m30s', '1h', '1d', '2d5h'])('%s is written as it is read', (text) => {
    expect(renderDuration(parseDuration(text) ?? Number.NaN)).toBe(text);
  });

  test('is held to its bounds, both of which are allowed', () => {
    const schema = z.strictObject({ after: duration({ min: '1s', max: '1h' }) });
    expect(schema.parse({ after: '1s' })).toEqual({ after: 1_000 });
    expect(schema.parse({ after: '60m' })).toEqual({ after: 3_600_000 });
    expect(schema.safeParse({ after: '0s' }).success).toBe(false);
    expect(schema.safeParse({ after: '3601s' }).success).toBe(false);
  });
});
