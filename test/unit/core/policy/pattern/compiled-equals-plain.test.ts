import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../../shared/core/diagnostics/json-text.ts';
import { compilePattern } from '../../../../../shared/core/policy/pattern/compile-pattern.ts';
import { matchPattern } from '../../../../../shared/core/policy/pattern/match-pattern.ts';
import { parsePattern } from '../../../../../shared/core/policy/pattern/parse-pattern.ts';

// Few names and few letters, so that patterns and events meet; some names are every object's or every list's.
const name = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__', 'length', 'toString', '0');
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*', '\\', 'ß', 'σ', 'ς', '.', '1'), maxLength: 5 });
const number = fc.oneof(fc.integer({ min: -2, max: 4 }), fc.constantFrom(0.5, 1e6, 5e11, 6e11));
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.constantFrom('10.0.0.1', '10.1.2.3', '::1'));

const event = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
})).object;

const wildcardText = text.map((written) => written.replaceAll('\\', '\\\\').replace(/\*+/g, '*'));
const affix = fc.oneof(text, fc.record({ 'equals-ignore-case': text }));
const nonEmpty = text.filter((written) => written !== '');
const listed = (values: fc.Arbitrary<string>) => fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 }));
const denied = fc.oneof(
  listed(text),
  number.filter((value) => Math.abs(value) <= 5e11),
  fc.record({ prefix: listed(nonEmpty) }),
  fc.record({ suffix: listed(nonEmpty) }),
  fc.record({ 'equals-ignore-case': listed(text) }),
  fc.record({ wildcard: listed(wildcardText) }),
);
const range = fc.oneof(
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.integer({ min: -2, max: 4 })),
  fc.tuple(
    fc.constantFrom('>', '>='),
    fc.integer({ min: -2, max: 0 }),
    fc.constantFrom('<', '<='),
    fc.integer({ min: 1, max: 4 }),
  ),
);
const condition = fc.oneof(
  scalar,
  fc.record({ prefix: affix }),
  fc.record({ suffix: affix }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({ wildcard: wildcardText }),
  fc.record({ 'anything-but': denied }),
  fc.record({ numeric: range }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ cidr: fc.constantFrom('10.0.0.0/8', '10.0.0.0/16', '::/0') }),
  fc.record({ regex: fc.constantFrom('a+b', '^A', '(?i)a$', '[ab]{2,3}', '') }),
);
const leaf = fc.array(condition, { minLength: 1, maxLength: 3 });

const pattern = fc.letrec<{ field: Json; object: JsonObject; plain: JsonObject }>((tie) => ({
  field: fc.oneof({ depthSize: 'small' }, { weight: 3, arbitrary: leaf }, tie('object')),
  plain: fc.dictionary(name, tie('field'), { minKeys: 1, maxKeys: 3 }),
  object: fc.oneof(
    { weight: 3, arbitrary: tie('plain') },
    fc
      .tuple(tie('plain'), fc.array(tie('plain'), { minLength: 2, maxLength: 3 }))
      .map(([fields, $or]) => ({ ...fields, $or })),
  ),
})).object;

describe('a compiled pattern', () => {
  test('gives the answer of the plain matcher, whatever the pattern and the event', () => {
    let matched = 0;
    fc.assert(
      fc.property(pattern, event, (written, given) => {
        const parsed = parsePattern(written);
        // The only refusal that a generated pattern can meet is the bound on what its `$or` multiply to.
        fc.pre(parsed.ok || !parsed.faults.some(({ message }) => message.includes('combinations')));
        if (!parsed.ok) throw new Error(`the generator wrote a refused pattern: ${parsed.faults[0]?.message}`);
        const plain = matchPattern(parsed.pattern, given);
        if (plain) matched += 1;
        expect(compilePattern(parsed.pattern)(given)).toBe(plain);
      }),
      { numRuns: 8_000 },
    );
    expect(matched).toBeGreaterThan(100);
  });

  test('gives the answer of the plain matcher for events made to fit', () => {
    const fitting = pattern.chain((written) => fc.tuple(fc.constant(written), aimAt(written)));
    let matched = 0;
    fc.assert(
      fc.property(fitting, ([written, given]) => {
        const parsed = parsePattern(written);
        const plain = parsed.ok && matchPattern(parsed.pattern, given);
        if (plain) matched += 1;
        expect(parsed.ok && compilePattern(parsed.pattern)(given)).toBe(plain);
      }),
      { numRuns: 4_000 },
    );
    expect(matched).toBeGreaterThan(300);
  });
});

/** Events with the names of a pattern, and values that stand in it. */
function aimAt(written: JsonObject): fc.Arbitrary<JsonObject> {
  const fields = Object.entries(written).flatMap(([key, value]): [string, fc.Arbitrary<Json>][] => {
    if (key === '$or') return [];
    if (!Array.isArray(value)) return [[key, aimAtField(value)]];
    return [[key, fc.oneof(fc.constantFrom(...value.map(hint)), scalar)]];
  });
  return fc
    .record(Object.fromEntries(fields), { requiredKeys: [] })
    .map((event) => toObject(JSON.parse(JSON.stringify(event))));
}

function aimAtField(value: Json): fc.Arbitrary<Json> {
  const inner = aimAt(toObject(value));
  return fc.oneof(inner, fc.array(inner, { maxLength: 3 }));
}

/** A value that a condition probably matches. */
function hint(written: Json): Json {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return written;
  const [operand = null] = Object.values(written);
  return Array.isArray(operand) ? (operand[1] ?? null) : typeof operand === 'object' ? hint(operand) : operand;
}

function toObject(value: Json): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
