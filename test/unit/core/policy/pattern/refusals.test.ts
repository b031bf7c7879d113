import { describe, expect, test } from '@jest/globals';
import { parseJsonText } from '../../../../../shared/core/diagnostics/json-text.ts';
import { parsePattern } from '../../../../../shared/core/policy/pattern/parse-pattern.ts';

/** All faults of a pattern, each as `code at pointer`. */
function refusals(text: string): string[] {
  const json = parseJsonText({ text });
  if (!json.ok) return json.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
  const parsed = parsePattern(json.value);
  return parsed.ok ? [] : parsed.faults.map(json.diagnose).map(({ code, pointer }) => `${code} ${pointer}`);
}

describe('a pattern is refused', () => {
  test.each([
    ['that is no object', '["a"]', 'not-a-pattern '],
    ['that is empty', '{}', 'empty-pattern '],
    ['with an empty object inside', '{"a":{}}', 'empty-pattern /a'],
    ['with a bare value', '{"a":"x"}', 'not-a-list /a'],
    ['with a bare null', '{"a":null}', 'not-a-list /a'],
    ['with an empty list', '{"a":[]}', 'empty-list /a'],
    ['with a list in a list', '{"a":[["x"]]}', 'nested-list /a/0'],
    ['with two operators in one condition', '{"a":[{"prefix":"x","suffix":"y"}]}', 'one-operator /a/0'],
    ['with no operator in a condition', '{"a":[{}]}', 'one-operator /a/0'],
    ['with an unknown operator', '{"a":[{"startsWith":"x"}]}', 'unknown-operator /a/0/startsWith'],
    ['with a prefix that is no text', '{"a":[{"prefix":5}]}', 'wrong-operand /a/0/prefix'],
    ['with a prefix of something else', '{"a":[{"prefix":{"suffix":"x"}}]}', 'wrong-operand /a/0/prefix'],
    [
      'with several texts to ignore the case of',
      '{"a":[{"equals-ignore-case":["x"]}]}',
      'wrong-operand /a/0/equals-ignore-case',
    ],
    ['with a wildcard that is no text', '{"a":[{"wildcard":["x*"]}]}', 'wrong-operand /a/0/wildcard'],
    ['with a wildcard that ends in a backslash', '{"a":[{"wildcard":"x\\\\"}]}', 'wrong-wildcard /a/0/wildcard'],
    ['with a wildcard that escapes a letter', '{"a":[{"wildcard":"\\\\x"}]}', 'wrong-wildcard /a/0/wildcard'],
    ['with an empty anything-but', '{"a":[{"anything-but":[]}]}', 'wrong-operand /a/0/anything-but'],
    ['with anything but null', '{"a":[{"anything-but":[null]}]}', 'wrong-operand /a/0/anything-but'],
    ['with anything but a flag', '{"a":[{"anything-but":true}]}', 'wrong-operand /a/0/anything-but'],
    [
      'with anything but an empty prefix',
      '{"a":[{"anything-but":{"prefix":""}}]}',
      'wrong-operand /a/0/anything-but/prefix',
    ],
    ['with anything but a range', '{"a":[{"anything-but":{"numeric":["<",5]}}]}', 'wrong-operand /a/0/anything-but'],
    [
      'with anything but a doubled star',
      '{"a":[{"anything-but":{"wildcard":["a","**"]}}]}',
      'wrong-wildcard /a/0/anything-but/wildcard',
    ],
    ['with exists as a text', '{"a":[{"exists":"true"}]}', 'wrong-operand /a/0/exists'],
    ['with a range that is no list', '{"a":[{"numeric":5}]}', 'wrong-numeric /a/0/numeric'],
    ['with half a range', '{"a":[{"numeric":["<"]}]}', 'wrong-numeric /a/0/numeric'],
    ['with an unknown sign', '{"a":[{"numeric":["!=",5]}]}', 'wrong-numeric /a/0/numeric'],
    ['with a text for a bound', '{"a":[{"numeric":["<","5"]}]}', 'wrong-numeric /a/0/numeric'],
    ['with an equal sign in a pair', '{"a":[{"numeric":["=",1,"<",5]}]}', 'wrong-numeric /a/0/numeric'],
    ['with an empty range', '{"a":[{"numeric":[">",5,"<",5]}]}', 'wrong-numeric /a/0/numeric'],
    ['with three bounds', '{"a":[{"numeric":[">",0,"<",5,"<",7]}]}', 'wrong-numeric /a/0/numeric'],
    ['with more decimals than are compared', '{"a":[{"numeric":["=",0.1234567]}]}', 'wrong-numeric /a/0/numeric'],
    ['with a bound that is too large', '{"a":[{"numeric":["<",1e12]}]}', 'wrong-numeric /a/0/numeric'],
    ['with a mask that is too long', '{"a":[{"cidr":"10.0.0.0/33"}]}', 'wrong-operand /a/0/cidr'],
    ['with an address for a block', '{"a":[{"cidr":"10.0.0.1"}]}', 'wrong-operand /a/0/cidr'],
    ['with a block of a name', '{"a":[{"cidr":"example.org/8"}]}', 'wrong-operand /a/0/cidr'],
    ['with an expression that looks ahead', '{"a":[{"regex":"a(?=b)"}]}', 'wrong-regex /a/0/regex'],
    ['with an expression that repeats too often', '{"a":[{"regex":"a{1001}"}]}', 'wrong-regex /a/0/regex'],
    ['with one alternative', '{"$or":[{"a":[1]}]}', 'wrong-or /$or'],
    ['with alternatives that are no list', '{"$or":{"a":[1]}}', 'wrong-or /$or'],
    ['with an alternative that is no object', '{"$or":[{"a":[1]},5]}', 'not-a-pattern /$or/1'],
    ['with an empty alternative', '{"$or":[{"a":[1]},{}]}', 'empty-pattern /$or/1'],
    [
      'with an operator as a field of an alternative',
      '{"$or":[{"prefix":["x"]},{"a":[1]}]}',
      'reserved-name /$or/0/prefix',
    ],
    ['with a key twice', '{"a":[1],"a":[2]}', 'duplicate-key /a'],
    ['that is cut off', '{"a":[1]', 'not-json '],
    ['with a comment', '{"a":[1] /* b */}', 'not-json '],
    ['with a trailing comma', '{"a":[1],}', 'not-json '],
  ])('%s', (_promise, text, refusal) => expect(refusals(text)).toContain(refusal));

  test('with everything that is wrong, at once', () => {
    expect(refusals('{"a":"x","b":[{"prefx":1},{"numeric":[]}],"c":{}}')).toEqual([
      'not-a-list /a',
      'unknown-operator /b/0/prefx',
      'wrong-numeric /b/1/numeric',
      'empty-pattern /c',
    ]);
  });

  test('with more than a thousand combinations of alternatives', () => {
    const pair = (name: string) => `"${name}":{"$or":[{"x":[1]},{"y":[1]}]}`;
    expect(refusals(`{${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(pair).join()}}`)).toEqual([]);
    expect(refusals(`{${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(pair).join()}}`)).toEqual([
      'pattern-too-costly ',
    ]);
  });

  test('nested more than 32 levels deep, without exhausting the stack', () => {
    const nest = (levels: number) => `${'{"a":'.repeat(levels)}[1]${'}'.repeat(levels)}`;
    expect(refusals(nest(31))).toEqual([]);
    expect(refusals(nest(32))).toEqual(['too-deep ']);
    expect(refusals(nest(100_000))).toEqual(['too-deep ']);
  });
});
