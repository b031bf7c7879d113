import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseBoundedJson } from '../../../../shared/core/sources/bounded-json.ts';

const read = (text: string) => parseBoundedJson(Buffer.from(text));

describe('JSON from somebody else', () => {
  test('is read as JSON.parse reads it, whatever its strings hold', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\\', ':', '{', '[', 'a', 'é', '💥'), maxLength: 200 }),
    );
    const depth = { maxDepth: 4 };
    const json = fc.letrec((tie) => ({
      value: fc.oneof(depth, texts, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 5 }),
      object: fc.dictionary(texts, tie('value'), { maxKeys: 5 }),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  test.each([
    '',
    '{',
    '"',
    '"\\',
    '{"a":1,"a":2}',
    '{"a":{"b":1,"\\u0062":2}}',
    '[1',
    '1 2',
    '{a:1}',
    `"${'\\'.repeat(99)}"`,
  ])('is refused where it is %j', (text) => {
    expect(read(text).ok).toBe(false);
  });

  test.each([
    [32, true],
    [33, false],
  ])('of %i levels: %p', (levels, ok) => expect(read('['.repeat(levels) + ']'.repeat(levels)).ok).toBe(ok));

  test.each([
    [20_000, true],
    [20_001, false],
  ])('of %i keys: %p', (count, ok) => {
    expect(read(`{${Array.from({ length: count }, (_, index) => `"k${index}":":"`).join()}}`).ok).toBe(ok);
  });

  test('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof parseBoundedJson(bytes).ok).toBe('boolean');
      }),
    );
  });
});
