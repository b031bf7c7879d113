import type { Condition, Scalar } from '../pattern.ts';

/** A bare value: equal, of the same type, case and all. Numbers compare as numbers: 10 is 10.0. */
export function exact(value: Scalar): Condition {
  return {
    operator: 'exact',
    written: value,
    matches: (candidate) => candidate === value,
    compile: () => (candidate) => candidate === value,
    steps: (chars) => 1 + (typeof value === 'string' ? Math.min(chars, value.length) / 8 : 0),
  };
}
