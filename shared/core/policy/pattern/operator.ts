import type { Fault } from '../../diagnostics/diagnostic.ts';
import type { Json } from '../../diagnostics/json-text.ts';
import type { Condition, Path } from './pattern.ts';

/** One operator of the pattern language. Its file, its entry in `operators.ts`, its test and its heading in the reference have one name. */
export interface Operator {
  readonly name: string;
  /** One sentence for the reference. */
  readonly summary: string;
  /** A condition, a value that it matches and one that it does not; each is run by a test. */
  readonly example: { readonly condition: Json; readonly matches: Json; readonly differs: Json };
  /** The condition, or what is wrong with the operand, which stands at `path`. */
  readonly parse: (operand: Json, path: Path) => Condition | Fault;
}

export function isFault(parsed: Condition | Fault): parsed is Fault {
  return 'code' in parsed;
}

export function isCondition(parsed: Condition | Fault): parsed is Condition {
  return 'operator' in parsed;
}

/** The operand is not what the operator takes. `wanted` says what would be valid, with an example. */
export function wrongOperand(options: { operator: string; operand: Json; path: Path; wanted: string }): Fault {
  const { operator, operand, path, wanted } = options;
  return { code: 'wrong-operand', path, message: `\`${operator}\` takes ${wanted}, not \`${shorten(operand)}\`` };
}

/** An operand that is the wrong kind of object, or has more or fewer keys than one. */
export function soleEntry(operand: Json): readonly [key: string, value: Json] | undefined {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) return undefined;
  const [entry, ...more] = Object.entries(operand);
  return more.length === 0 ? entry : undefined;
}

export function shorten(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
