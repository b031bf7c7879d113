import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { parseDocument } from '../../../../shared/core/diagnostics/parse-document.ts';

const schema = z.strictObject({
  name: z.string().min(2),
  size: z.int().min(1).max(9).optional(),
  kind: z.enum(['small', 'large']).optional(),
  inner: z.strictObject({ deep: z.boolean() }).optional(),
});

function faults(text: string): string[] {
  const parsed = parseDocument({ file: 'a.json', text, schema });
  return parsed.ok
    ? []
    : parsed.diagnostics.map(
        ({ code, pointer, line, column, length }) => `${code} ${pointer} ${line}:${column}+${length}`,
      );
}

describe('a document', () => {
  test('may have comments, `$comment`, `$schema` and a last comma', () => {
    const text =
      '// one\n{ "$schema": "x", "name": /* two */ "abc", "inner": { "$comment": "three", "deep": true, }, }';
    const parsed = parseDocument({ text, schema });
    expect(parsed.ok && parsed.value).toEqual({ name: 'abc', inner: { deep: true } });
    expect(parsed.ok && parsed.written).toEqual({ name: 'abc', inner: { deep: true } });
  });

  test('that is accepted still knows the way back to its text', () => {
    const parsed = parseDocument({ file: 'a.json', text: '{\n  "name": "abc",\n  "size": 5\n}', schema });
    expect(parsed.ok && parsed.locate(['size'])).toEqual({ line: 3, column: 11, length: 1 });
    expect(parsed.ok && parsed.locate(['size'], { atKey: true })).toEqual({ line: 3, column: 3, length: 6 });
    expect(parsed.ok && parsed.locate(['missing', 'deeper'])).toEqual({ line: 1, column: 1, length: 1 });
    expect(parsed.ok && parsed.diagnose({ code: 'odd', path: ['size'], message: 'it is odd' })).toMatchObject({
      file: 'a.json',
      line: 3,
      severity: 'error',
      pointer: '/size',
    });
  });

  test.each([
    ['a missing key at its object', '{ "size": 1 }', ['missing-key /name 1:1+1']],
    ['an unknown key at the key', '{ "name": "abc", "siez": 1 }', ['unknown-key /siez 1:18+6']],
    ['a wrong value at the value', '{ "name": "abc", "kind": "smal" }', ['unknown-value /kind 1:26+6']],
    ['a wrong type', '{ "name": 5 }', ['wrong-type /name 1:11+1']],
    ['a fraction where a whole number is wanted', '{ "name": "abc", "size": 1.5 }', ['wrong-type /size 1:26+3']],
    [
      'both ends of a bound',
      '{ "name": "a", "size": 10 }',
      ['out-of-bounds /name 1:11+3', 'out-of-bounds /size 1:24+2'],
    ],
    [
      'all mistakes at once',
      '{ "nmae": "abc", "inner": { "deep": 1, "x": 2 } }',
      [
        'missing-key /name 1:1+1',
        'wrong-type /inner/deep 1:37+1',
        'unknown-key /inner/x 1:40+3',
        'unknown-key /nmae 1:3+6',
      ],
    ],
    ['a key twice, at the second', '{ "name": "abc",\n "name": "abd" }', ['duplicate-key /name 2:2+6']],
    ['keys with slashes and tildes as pointers', '{ "name": "abc", "a/b~c": 1 }', ['unknown-key /a~1b~0c 1:18+7']],
    ['a name that every object inherits', '{ "name": "abc", "__proto__": 1 }', ['unknown-key /__proto__ 1:18+11']],
    ['a text that is no JSON', '{ "name": }', ['not-json  1:11+1']],
    ['an empty text', '', ['not-json  1:1+1']],
    ['a document that is no object', '[]', ['wrong-type  1:1+2']],
  ])('shows %s', (_what, text, expected) => expect(faults(text)).toEqual(expected));

  test('leaves the prototypes of all objects alone', () => {
    const loose = z.record(z.string(), z.unknown());
    const parsed = parseDocument({ text: '{ "__proto__": { "polluted": true } }', schema: loose });
    expect(parsed.ok).toBe(true);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('of 100,000 levels is refused without exhausting the stack', () => {
    expect(faults('['.repeat(100_000))).toEqual(['too-deep  1:33+1']);
  });
});
