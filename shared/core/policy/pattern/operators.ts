import type { Operator } from './operator.ts';
import { anythingBut } from './operators/anything-but.ts';
import { cidr } from './operators/cidr.ts';
import { equalsIgnoreCase } from './operators/equals-ignore-case.ts';
import { exists } from './operators/exists.ts';
import { numeric } from './operators/numeric.ts';
import { prefix } from './operators/prefix.ts';
import { regex } from './operators/regex.ts';
import { suffix } from './operators/suffix.ts';
import { wildcard } from './operators/wildcard.ts';

/** Every operator, in the order of the reference. A bare value is `operators/exact.ts`. */
export const operators: readonly Operator[] = [
  prefix,
  suffix,
  equalsIgnoreCase,
  wildcard,
  anythingBut,
  numeric,
  exists,
  cidr,
  regex,
];

const operatorsByName: ReadonlyMap<string, Operator> = new Map(operators.map((operator) => [operator.name, operator]));

export const operatorNames: readonly string[] = [...operatorsByName.keys()];

export function findOperator(name: string): Operator | undefined {
  return operatorsByName.get(name);
}
