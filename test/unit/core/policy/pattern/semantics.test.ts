import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../../../shared/core/diagnostics/json-text.ts';
import { match } from './match.ts';

type Row = readonly [promise: string, pattern: Json, event: JsonObject, answer: boolean];

describe('values', () => {
  test.each<Row>([
    ['a flag equals itself', { a: [true] }, { a: true }, true],
    ['a flag is not its name', { a: [true] }, { a: 'true' }, false],
    ['an empty text is a value', { a: [''] }, { a: '' }, true],
    ['null is not an empty text', { a: [''] }, { a: null }, false],
    ['null stands in lists, too', { a: [null] }, { a: [1, null] }, true],
    ['numbers are equal in every notation', { a: [300] }, { a: 3e2 }, true],
    ['minus zero is zero', { a: [0] }, { a: -0 }, true],
    ['a list in a list is opened', { a: ['x'] }, { a: [['y'], [['x']]] }, true],
    ['an object is no value', { a: ['x'] }, { a: { b: 'x' } }, false],
    ['fields that are not asked for do not matter', { a: ['x'] }, { a: 'x', b: 1 }, true],
  ])('%s', (_promise, pattern, event, answer) => expect(match(pattern, event)).toBe(answer));
});

describe('absence', () => {
  test.each<Row>([
    ['an absent field does not exist', { a: [{ exists: true }] }, {}, false],
    ['null exists', { a: [{ exists: true }] }, { a: null }, true],
    ['an empty list is absent', { a: [{ exists: false }] }, { a: [] }, true],
    ['an object is absent: exists asks for leaves', { a: [{ exists: false }] }, { a: { b: 1 } }, true],
    ['a list of objects is absent as a leaf', { a: [{ exists: true }] }, { a: [{ b: 1 }] }, false],
    ['absence or a value may suffice', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
    ['absence or a value: neither', { a: [{ exists: false }, 'x'] }, { a: 'y' }, false],
    ['a field below an absent object is absent', { a: { b: [{ exists: false }] } }, {}, true],
    [
      'a field is present if any object of the list has it',
      { a: { b: [{ exists: false }] } },
      { a: [{ b: 1 }, { c: 1 }] },
      false,
    ],
    [
      'after a match, absence is asked of the same object',
      { a: { b: [1], c: [{ exists: false }] } },
      { a: [{ b: 1 }, { b: 2, c: 1 }] },
      true,
    ],
    [
      'after a match, presence in the same object counts',
      { a: { b: [2], c: [{ exists: false }] } },
      { a: [{ b: 1 }, { b: 2, c: 1 }] },
      false,
    ],
  ])('%s', (_promise, pattern, event, answer) => expect(match(pattern, event)).toBe(answer));
});

describe('anything-but', () => {
  test.each<Row>([
    ['any other type matches', { a: [{ 'anything-but': 'x' }] }, { a: 5 }, true],
    ['null matches: it is a value', { a: [{ 'anything-but': 'x' }] }, { a: null }, true],
    ['one other value of a list suffices', { a: [{ 'anything-but': 'x' }] }, { a: ['x', 'y'] }, true],
    ['an empty list has no value', { a: [{ 'anything-but': 'x' }] }, { a: [] }, false],
    ['numbers are denied as numbers', { a: [{ 'anything-but': [1, 2] }] }, { a: 2.0 }, false],
    ['a denied number is not the text', { a: [{ 'anything-but': [1, 2] }] }, { a: '2' }, true],
    ['any of several prefixes is denied', { a: [{ 'anything-but': { prefix: ['x', 'y'] } }] }, { a: 'yes' }, false],
    ['any of several shapes is denied', { a: [{ 'anything-but': { wildcard: ['*a*', 'b*'] } }] }, { a: 'cab' }, false],
    ['none of several suffixes fits', { a: [{ 'anything-but': { suffix: ['x', 'y'] } }] }, { a: 'yxz' }, true],
    ['a number has no prefix', { a: [{ 'anything-but': { prefix: '5' } }] }, { a: 5 }, true],
    [
      'the case is ignored in a list',
      { a: [{ 'anything-but': { 'equals-ignore-case': ['A', 'b'] } }] },
      { a: 'B' },
      false,
    ],
  ])('%s', (_promise, pattern, event, answer) => expect(match(pattern, event)).toBe(answer));
});

describe('texts', () => {
  test.each<Row>([
    ['the empty prefix fits every text', { a: [{ prefix: '' }] }, { a: 'x' }, true],
    ['the empty prefix fits no number', { a: [{ prefix: '' }] }, { a: 5 }, false],
    ['a suffix longer than the text differs', { a: [{ suffix: 'xyz' }] }, { a: 'yz' }, false],
    [
      'a folded prefix may be longer than written',
      { a: [{ prefix: { 'equals-ignore-case': 'STRASSE' } }] },
      { a: 'Straße 5' },
      true,
    ],
    ['a sigma folds wherever it stands', { a: [{ prefix: { 'equals-ignore-case': 'ΟΔΟΣ' } }] }, { a: 'οδοσα' }, true],
    ['a lone star fits the empty text', { a: [{ wildcard: '*' }] }, { a: '' }, true],
    ['a star spans lines', { a: [{ wildcard: 'a*z' }] }, { a: 'a\n\nz' }, true],
    ['pieces may not overlap', { a: [{ wildcard: 'aba*aba' }] }, { a: 'ababa' }, false],
    ['pieces come in order', { a: [{ wildcard: '*x*y*' }] }, { a: 'yx' }, false],
    ['the last piece stands at the end', { a: [{ wildcard: '*a*b' }] }, { a: 'ab ab c' }, false],
    ['an escaped backslash is a backslash', { a: [{ wildcard: 'C:\\\\*' }] }, { a: 'C:\\temp' }, true],
    ['without a star, a shape is the text', { a: [{ wildcard: 'ab' }] }, { a: 'abc' }, false],
    ['an expression may match anywhere', { a: [{ regex: 'b+' }] }, { a: 'abbc' }, true],
    ['an anchored expression may not', { a: [{ regex: '^b+$' }] }, { a: 'abbc' }, false],
  ])('%s', (_promise, pattern, event, answer) => expect(match(pattern, event)).toBe(answer));
});

describe('numbers and addresses', () => {
  test.each<Row>([
    ['a number in a text is no number', { a: [{ numeric: ['>', 0] }] }, { a: '5' }, false],
    ['an open bound leaves itself out', { a: [{ numeric: ['<', 5] }] }, { a: 5 }, false],
    ['a closed bound takes itself in', { a: [{ numeric: ['<=', 5] }] }, { a: 5 }, true],
    ['six decimals are told apart', { a: [{ numeric: ['=', 1.000001] }] }, { a: 1.000002 }, false],
    ['beyond half a trillion nothing is compared', { a: [{ numeric: ['>', 0] }] }, { a: 5e11 + 1 }, false],
    ['an address of version 6 is in its block', { a: [{ cidr: '2001:db8::/32' }] }, { a: '2001:0DB8:1::1' }, true],
    ['an address of version 4 is in no block of version 6', { a: [{ cidr: '::/0' }] }, { a: '10.0.0.1' }, false],
    ['a block begins where its mask says', { a: [{ cidr: '10.0.0.77/24' }] }, { a: '10.0.0.1' }, true],
    ['a block of one address', { a: [{ cidr: '10.0.0.1/32' }] }, { a: '10.0.0.2' }, false],
    ['what is no address is in no block', { a: [{ cidr: '0.0.0.0/0' }] }, { a: '256.1.1.1' }, false],
  ])('%s', (_promise, pattern, event, answer) => expect(match(pattern, event)).toBe(answer));
});

describe('$or and lists of objects', () => {
  const jobs = {
    jobs: [
      { worker: 'a', exit: 0 },
      { worker: 'b', exit: 1 },
    ],
  };
  test.each<Row>([
    ['one alternative suffices', { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, true],
    ['none fits', { $or: [{ a: [1] }, { b: [2] }] }, { a: 2, b: 1 }, false],
    ['alternatives nest', { $or: [{ a: [1], $or: [{ b: [1] }, { c: [1] }] }, { d: [1] }] }, { a: 1, c: 1 }, true],
    ['what stands beside must fit as well', { x: [1], $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, false],
    ['a field beside and inside must fit both', { a: [1, 2], $or: [{ a: [2] }, { b: [2] }] }, { a: 1, b: 3 }, false],
    [
      'alternatives look into one object',
      { jobs: { worker: ['a'], $or: [{ exit: [1] }, { exit: [2] }] } },
      jobs,
      false,
    ],
    [
      'an alternative shares the object of its siblings',
      { jobs: { worker: ['a'] }, $or: [{ jobs: { exit: [1] } }, { x: [1] }] },
      jobs,
      false,
    ],
    [
      'the same object serves both',
      { jobs: { worker: ['b'] }, $or: [{ jobs: { exit: [1] } }, { x: [1] }] },
      jobs,
      true,
    ],
    ['lists of lists of objects are opened', { jobs: { worker: ['b'], exit: [1] } }, { jobs: [jobs.jobs] }, true],
  ])('%s', (_promise, pattern, event, answer) => expect(match(pattern, event)).toBe(answer));
});

describe('hostile names', () => {
  test.each<Row>([
    ['`constructor` is absent unless the event holds it', { constructor: [{ exists: false }] }, {}, true],
    ['`constructor` is an ordinary field', { constructor: ['x'] }, { constructor: 'x' }, true],
    ['a text has no field `length`', { a: { length: [1] } }, { a: 'x' }, false],
    ['a list has no field `length`', { a: { length: [1] } }, { a: [1] }, false],
    ['`__proto__` is absent unless the event holds it', JSON.parse('{"__proto__":{"__proto__":[null]}}'), {}, false],
    ['`__proto__` is an ordinary field', JSON.parse('{"__proto__":["x"]}'), JSON.parse('{"__proto__":"x"}'), true],
    ['`hasOwnProperty` is an ordinary field', { hasOwnProperty: ['x'] }, { hasOwnProperty: 'x' }, true],
  ])('%s', (_promise, pattern, event, answer) => expect(match(pattern, event)).toBe(answer));
});
