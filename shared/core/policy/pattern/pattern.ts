import type { Json } from '../../diagnostics/json-text.ts';

/** What stands at the end of a path in an event: anything but a list or an object. */
export type Scalar = string | number | boolean | null;

/** A compiled question about one value. */
export type Test = (value: Scalar) => boolean;

/** One entry of a field's list: a value or an operator with its operand. */
export interface Condition {
  /** The operator's name; `exact` for a bare value. */
  readonly operator: string;
  readonly written: Json;
  /** The plain meaning, written to be read: the reference for `compile`. */
  readonly matches: Test;
  /** The same answer, prepared once. */
  readonly compile: () => Test;
  /** Steps that the worst value takes, for texts of at most `chars` UTF-16 units. A step is about one character looked at. */
  readonly steps: (chars: number) => number;
  /** `{ "exists": false }`: matches where there is no value. */
  readonly acceptsAbsence?: true;
}

/** A field's list: any condition suffices, for any of the field's values. */
export interface LeafPattern {
  readonly kind: 'leaf';
  readonly conditions: readonly Condition[];
}

/** All fields must match; where there are `alternatives` (`$or`), one of them as well. */
export interface ObjectPattern {
  readonly kind: 'object';
  readonly fields: readonly (readonly [name: string, pattern: LeafPattern | ObjectPattern])[];
  readonly alternatives: readonly ObjectPattern[];
}

export type Path = readonly (string | number)[];

/** Visits every leaf with its path of field names, `$or` left out. */
export function visitLeaves(
  pattern: ObjectPattern,
  visit: (leaf: LeafPattern, names: readonly string[]) => void,
  above: readonly string[] = [],
): void {
  for (const [name, field] of pattern.fields) {
    if (field.kind === 'leaf') visit(field, [...above, name]);
    else visitLeaves(field, visit, [...above, name]);
  }
  for (const alternative of pattern.alternatives) visitLeaves(alternative, visit, above);
}
