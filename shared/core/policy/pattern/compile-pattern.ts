import type { Json, JsonObject } from '../../diagnostics/json-text.ts';
import { matchPattern } from './match-pattern.ts';
import type { Condition, LeafPattern, ObjectPattern, Scalar, Test } from './pattern.ts';
import { isList } from './read-values.ts';

/** A compiled pattern: pure, and as fast as a hand-written condition. */
export type CompiledPattern = (event: JsonObject) => boolean;

type FieldTest = (value: Json | undefined) => boolean;

/** Compiles a pattern to closures, once. Gives the answer of `matchPattern` for every event. */
export function compilePattern(pattern: ObjectPattern): CompiledPattern {
  if (needsBinding(pattern)) return compileGeneral(pattern);
  return compileObject(pattern);
}

/**
 * Fields can be judged one by one, except where the objects of a list must be told apart beyond one pattern's fields:
 * where absence is asked below the top, and where `$or` and its siblings look into the same object.
 */
export function needsBinding(pattern: ObjectPattern, depth = 0): boolean {
  const sharesObjects = pattern.alternatives.length > 0 && sharesAnObject(pattern);
  return (
    sharesObjects ||
    pattern.alternatives.some((alternative) => needsBinding(alternative, depth)) ||
    pattern.fields.some(([, field]) => fieldNeedsBinding(field, depth))
  );
}

function fieldNeedsBinding(field: LeafPattern | ObjectPattern, depth: number): boolean {
  if (field.kind === 'object') return needsBinding(field, depth + 1);
  return depth > 0 && field.conditions.some(({ acceptsAbsence }) => acceptsAbsence);
}

function sharesAnObject({ fields, alternatives }: ObjectPattern): boolean {
  const beside = new Set(fields.filter(([, field]) => field.kind === 'object').map(([name]) => name));
  return alternatives.some((alternative) => [...objectNames(alternative)].some((name) => beside.has(name)));
}

function objectNames({ fields, alternatives }: ObjectPattern): Set<string> {
  const names = fields.filter(([, field]) => field.kind === 'object').map(([name]) => name);
  return new Set([...names, ...alternatives.flatMap((alternative) => [...objectNames(alternative)])]);
}

function compileGeneral(pattern: ObjectPattern): CompiledPattern {
  const tests = new Map<Condition, Test>();
  const testOf = (condition: Condition): Test => {
    const test = tests.get(condition) ?? condition.compile();
    tests.set(condition, test);
    return test;
  };
  return (event) => matchPattern(pattern, event, testOf);
}

function compileObject({ fields, alternatives }: ObjectPattern): CompiledPattern {
  const tests = fields.map(([name, field]) => compileField(name, field));
  if (alternatives.length > 0) tests.push(anyOf(alternatives.map(compileObject)));
  return allOf(tests);
}

function compileField(name: string, field: LeafPattern | ObjectPattern): CompiledPattern {
  const test = field.kind === 'leaf' ? compileLeaf(field) : overObjects(compileObject(field));
  // An event's own names only: what every object inherits is hidden from it.
  if (name in Object.prototype) return (event) => test(Object.hasOwn(event, name) ? event[name] : undefined);
  return (event) => test(event[name]);
}

function compileLeaf({ conditions }: LeafPattern): FieldTest {
  const test = compileConditions(conditions);
  const acceptsAbsence = conditions.some((condition) => condition.acceptsAbsence);
  const overList = (list: readonly Json[]) => {
    const found = testList(list, test);
    return found === 'matched' || (found === 'empty' && acceptsAbsence);
  };
  return (value) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
      return test(value);
    return isList(value) ? overList(value) : acceptsAbsence;
  };
}

/** Any of the conditions: bare values are looked up together. */
export function compileConditions(conditions: readonly Condition[]): Test {
  const values = conditions.filter(({ operator }) => operator === 'exact').map(({ written }) => written);
  const others = conditions
    .filter(({ operator, acceptsAbsence }) => operator !== 'exact' && !acceptsAbsence)
    .map((condition) => condition.compile());
  const [first] = values;
  if (values.length === 1) others.unshift((value) => value === first);
  if (values.length > 1) {
    const set: ReadonlySet<Json> = new Set(values);
    others.unshift((value) => set.has(value));
  }
  const [only, ...more] = others;
  if (only === undefined) return () => false;
  return more.length === 0 ? only : (value) => others.some((test) => test(value));
}

function testList(list: readonly Json[], test: Test): 'matched' | 'differs' | 'empty' {
  let found: 'differs' | 'empty' = 'empty';
  for (const entry of list) {
    if (isList(entry)) {
      const inner = testList(entry, test);
      if (inner === 'matched') return inner;
      if (inner === 'differs') found = inner;
    } else if (isScalar(entry)) {
      if (test(entry)) return 'matched';
      found = 'differs';
    }
  }
  return found;
}

function overObjects(test: CompiledPattern): FieldTest {
  const over: FieldTest = (value) => {
    if (typeof value !== 'object' || value === null) return false;
    return isList(value) ? value.some(over) : test(value);
  };
  return over;
}

function allOf(tests: readonly CompiledPattern[]): CompiledPattern {
  const [first, second, ...more] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (more.length === 0) return (event) => first(event) && second(event);
  return (event) => {
    for (const test of tests) if (!test(event)) return false;
    return true;
  };
}

function anyOf(tests: readonly CompiledPattern[]): CompiledPattern {
  return (event) => {
    for (const test of tests) if (test(event)) return true;
    return false;
  };
}

function isScalar(value: Json): value is Scalar {
  return typeof value !== 'object' || value === null;
}
