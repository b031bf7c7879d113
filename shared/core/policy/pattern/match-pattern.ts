import type { JsonObject } from '../../diagnostics/json-text.ts';
import type { Condition, LeafPattern, ObjectPattern, Test } from './pattern.ts';
import { readField, readObjects, readScalars } from './read-values.ts';

/**
 * Matches an event by the letter of EventBridge's rules, slowly: the reference for `compile-pattern.ts`.
 *
 * `$or` is written out into all its combinations. The fields of one combination are taken in the order of their paths;
 * a field that matched in one object of a list binds that list to that object (array consistency, as aws/event-ruler has it).
 */
export function matchPattern(
  pattern: ObjectPattern,
  event: JsonObject,
  testOf: (condition: Condition) => Test = plainTest,
): boolean {
  return combine(pattern).some((fields) => {
    const ordered = fields.toSorted((one, other) => compareText(one.names.join('.'), other.names.join('.')));
    return matchFrom(0, { fields: ordered, bound: new Map([['', event]]), testOf });
  });
}

interface Field {
  readonly names: readonly string[];
  readonly leaf: LeafPattern;
}

/** Every way to choose among the alternatives, each as the list of fields that must then match. */
function combine(pattern: ObjectPattern, above: readonly string[] = []): Field[][] {
  let combinations: Field[][] = [[]];
  const multiply = (choices: readonly Field[][]) => {
    combinations = combinations.flatMap((chosen) => choices.map((choice) => [...chosen, ...choice]));
  };
  for (const [name, field] of pattern.fields) {
    const names = [...above, name];
    multiply(field.kind === 'leaf' ? [[{ names, leaf: field }]] : combine(field, names));
  }
  if (pattern.alternatives.length > 0)
    multiply(pattern.alternatives.flatMap((alternative) => combine(alternative, above)));
  return combinations;
}

interface Search {
  readonly fields: readonly Field[];
  /** Path -> the one object of it that the fields so far were found in. */
  readonly bound: ReadonlyMap<string, JsonObject>;
  readonly testOf: (condition: Condition) => Test;
}

function matchFrom(index: number, search: Search): boolean {
  const field = search.fields[index];
  if (field === undefined) return true;
  const places = findPlaces(field.names, search.bound);
  const isAbsent = places.every(({ values }) => values.length === 0);
  if (isAbsent && field.leaf.conditions.some(({ acceptsAbsence }) => acceptsAbsence))
    return matchFrom(index + 1, search);
  return places.some(({ values, bound }) => {
    const matches = values.some((value) => field.leaf.conditions.some((condition) => search.testOf(condition)(value)));
    return matches && matchFrom(index + 1, { ...search, bound });
  });
}

/** Where a field can be found without leaving the objects that are bound. */
function findPlaces(names: readonly string[], bound: Search['bound']) {
  let places = [{ object: bound.get(''), bound }];
  names.slice(0, -1).forEach((name, depth) => {
    const path = names.slice(0, depth + 1).join('\u0000');
    places = places.flatMap((place) => {
      const known = bound.get(path);
      const objects = known === undefined ? readObjects(place.object && readField(place.object, name)) : [known];
      return objects.map((object) => ({ object, bound: new Map([...place.bound, [path, object]]) }));
    });
  });
  const last = names.at(-1) ?? '';
  return places.map((place) => ({
    values: readScalars(place.object && readField(place.object, last)),
    bound: place.bound,
  }));
}

function plainTest(condition: Condition): Test {
  return condition.matches;
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
