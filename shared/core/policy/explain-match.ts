import { toPointer } from '../diagnostics/diagnostic.ts';
import type { Json, JsonObject } from '../diagnostics/json-text.ts';
import { parseLoaded } from './compile-policy.ts';
import type { Facts } from './facts.ts';
import { compilePattern } from './pattern/compile-pattern.ts';
import type { ObjectPattern } from './pattern/pattern.ts';
import { isList, readField } from './pattern/read-values.ts';
import type { Policy } from './policy.ts';

/** Why a rule decides a case, or the first fact for which it does not. */
export interface RuleExplanation {
  readonly index: number;
  readonly name: string;
  /** `decides`: the first that matches. `matches`: it would, but an earlier rule decides. */
  readonly result: 'decides' | 'matches' | 'differs';
  readonly difference?: Difference;
}

/** A fact that is not what the pattern asks for. */
export interface Difference {
  /** JSON pointer into the rule's `match`. */
  readonly pointer: string;
  /** The fact, with its fields: `labels.team`; `$or` where no alternative fits. */
  readonly fact: string;
  readonly wanted: Json;
  /** Undefined: the case has no such fact. */
  readonly found: Json | undefined;
}

/** Explains every rule of a policy against the facts of one case. */
export function explainMatch(policy: Policy, facts: Facts): RuleExplanation[] {
  let isDecided = false;
  return policy.rules.map(({ name, match }, index) => {
    const pattern = parseLoaded(match);
    if (!compilePattern(pattern)(facts))
      return { index, name, result: 'differs', difference: findDifference(pattern, { match, facts }) };
    const result = isDecided ? 'matches' : 'decides';
    isDecided = true;
    return { index, name, result };
  });
}

interface Case {
  readonly match: JsonObject;
  readonly facts: Facts;
}

/** Judges the fields in the order they are written, each by itself; of an object, its first field that differs. */
function findDifference(pattern: ObjectPattern, { match, facts }: Case): Difference {
  for (const path of listFields(pattern)) {
    if (compilePattern(restrict(pattern, path))(facts)) continue;
    return {
      pointer: toPointer(path),
      fact: path.join('.'),
      wanted: readPath(match, path) ?? null,
      found: readPath(facts, path),
    };
  }
  return { pointer: '/$or', fact: '$or', wanted: readField(match, '$or') ?? null, found: undefined };
}

/** The paths of all leaves outside `$or`. */
function listFields(pattern: ObjectPattern, above: readonly string[] = []): string[][] {
  return pattern.fields.flatMap(([name, field]) =>
    field.kind === 'leaf' ? [[...above, name]] : listFields(field, [...above, name]),
  );
}

/** The pattern with this one leaf only. */
function restrict(pattern: ObjectPattern, [name, ...rest]: readonly string[]): ObjectPattern {
  const fields = pattern.fields
    .filter(([candidate]) => candidate === name)
    .map(([candidate, field]) => [candidate, field.kind === 'leaf' ? field : restrict(field, rest)] as const);
  return { kind: 'object', fields, alternatives: [] };
}

function readPath(value: JsonObject, path: readonly string[]): Json | undefined {
  let here: Json | undefined = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || isList(here)) return undefined;
    here = readField(here, name);
  }
  return here;
}
