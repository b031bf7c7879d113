import type { Fault } from '../../diagnostics/diagnostic.ts';
import type { Json } from '../../diagnostics/json-text.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { isCondition, isFault, shorten } from './operator.ts';
import { exact } from './operators/exact.ts';
import { findOperator, operatorNames } from './operators.ts';
import type { Condition, LeafPattern, ObjectPattern, Path } from './pattern.ts';

/** A pattern that can be matched, or everything that is wrong with it. */
export type ParsedPattern =
  | { readonly ok: true; readonly pattern: ObjectPattern }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Judges a name at the top of a pattern, with what is asked of it; a fault where it may not stand there. */
export type CheckName = (name: string, value: Json, path: Path) => Fault | undefined;

/** EventBridge reserves these inside `$or` (aws/event-ruler, Constants.java). */
const reservedInOr: ReadonlySet<string> = new Set([
  ...operatorNames,
  ...['exactly', 'html', '=', '<', '<=', '>', '>=', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);
const alternativesMax = 1_000;

/** Reads an event pattern. `at` is where it stands in its document; `checkName` restricts the names at its top. */
export function parsePattern(written: Json, options: { at?: Path; checkName?: CheckName } = {}): ParsedPattern {
  const faults: Fault[] = [];
  const pattern = parseObject(written, { path: options.at ?? [], checkName: options.checkName, faults, inOr: false });
  if (pattern !== undefined && faults.length === 0) {
    const combinations = countCombinations(pattern);
    if (combinations <= alternativesMax) return { ok: true, pattern };
    faults.push({
      code: 'pattern-too-costly',
      path: options.at ?? [],
      message: `the \`$or\` of this pattern make ${combinations} combinations; at most ${alternativesMax} are allowed`,
    });
  }
  return { ok: false, faults };
}

/** Reads a list of conditions outside a pattern: a failure class. */
export function parseConditions(
  written: Json,
  at: Path,
): { ok: true; conditions: readonly Condition[] } | { ok: false; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const leaf = parseLeaf(written, { path: at, checkName: undefined, faults, inOr: false });
  return leaf === undefined || faults.length > 0 ? { ok: false, faults } : { ok: true, conditions: leaf.conditions };
}

interface Context {
  readonly path: Path;
  readonly checkName: CheckName | undefined;
  readonly faults: Fault[];
  readonly inOr: boolean;
}

function parseObject(written: Json, context: Context): ObjectPattern | undefined {
  const { path, faults } = context;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    faults.push({
      code: 'not-a-pattern',
      path,
      message: `a pattern is an object like \`{ "dagId": ["etl"] }\`, not \`${shorten(written)}\``,
    });
    return undefined;
  }
  const entries = Object.entries(written);
  if (entries.length === 0) {
    const help = 'to match whatever has a `dagId`, write `{ "dagId": [{ "exists": true }] }`';
    faults.push({
      code: 'empty-pattern',
      path,
      message: 'an empty pattern would match everything, so it is refused',
      help,
    });
    return undefined;
  }
  const fields: [string, LeafPattern | ObjectPattern][] = [];
  let alternatives: readonly ObjectPattern[] = [];
  for (const [name, value] of entries) {
    const inner = { ...context, path: [...path, name] };
    if (name === '$or') {
      alternatives = parseOr(value, inner);
      continue;
    }
    const refused = refuseName(name, value, inner);
    if (refused !== undefined) faults.push(refused);
    const field = parseField(name, value, { ...inner, checkName: undefined });
    if (field !== undefined) fields.push([name, field]);
  }
  return { kind: 'object', fields, alternatives };
}

function refuseName(name: string, value: Json, { path, checkName, inOr }: Context): Fault | undefined {
  if (inOr && reservedInOr.has(name)) {
    return {
      code: 'reserved-name',
      path,
      atKey: true,
      message: `\`${name}\` is an operator and can not name a field inside \`$or\``,
    };
  }
  return checkName?.(name, value, path);
}

function parseField(name: string, value: Json, context: Context): LeafPattern | ObjectPattern | undefined {
  if (Array.isArray(value)) return parseLeaf(value, context);
  if (typeof value === 'object' && value !== null) return parseObject(value, context);
  const help = `write \`"${name}": [${shorten(value)}]\``;
  context.faults.push({
    code: 'not-a-list',
    path: context.path,
    message: `the values of \`${name}\` stand in a list, not bare: \`${shorten(value)}\``,
    help,
  });
  return undefined;
}

function parseOr(written: Json, context: Context): ObjectPattern[] {
  const { path, faults } = context;
  if (!Array.isArray(written) || written.length < 2) {
    faults.push({
      code: 'wrong-or',
      path,
      message: '`$or` takes a list of at least two patterns',
      help: 'with one alternative, leave `$or` out',
    });
    return [];
  }
  return written
    .map((alternative, index) => parseObject(alternative, { ...context, path: [...path, index], inOr: true }))
    .filter((alternative) => alternative !== undefined);
}

function parseLeaf(written: Json, context: Context): LeafPattern | undefined {
  const { path, faults } = context;
  if (!Array.isArray(written) || written.length === 0) {
    faults.push({
      code: 'empty-list',
      path,
      message: 'an empty list matches nothing, so it is refused',
      help: 'name at least one value',
    });
    return undefined;
  }
  const parsed = written.map((condition, index) => parseCondition(condition, [...path, index]));
  faults.push(...parsed.filter(isFault));
  return { kind: 'leaf', conditions: parsed.filter(isCondition) };
}

function parseCondition(written: Json, path: Path): Condition | Fault {
  if (Array.isArray(written)) {
    return {
      code: 'nested-list',
      path,
      message: `a list stands inside a list: \`${shorten(written)}\``,
      help: 'write its values side by side',
    };
  }
  if (typeof written === 'number' && !Number.isFinite(written))
    return { code: 'wrong-operand', path, message: 'the number is too large to be compared' };
  if (typeof written !== 'object' || written === null) return exact(written);
  const [entry, ...more] = Object.entries(written);
  if (entry === undefined || more.length > 0) {
    const help = more.length > 0 ? 'write each as an object of its own; any of them suffices' : undefined;
    return {
      code: 'one-operator',
      path,
      message: `a condition has exactly one operator, not ${more.length === 0 ? 'none' : more.length + 1}`,
      help,
    };
  }
  const [name, operand] = entry;
  const operator = findOperator(name);
  if (operator !== undefined) return operator.parse(operand, [...path, name]);
  const help = didYouMean(name, operatorNames) ?? relatives[name];
  const notes = [`the operators are ${operatorNames.map((known) => `\`${known}\``).join(', ')}`];
  return {
    code: 'unknown-operator',
    path: [...path, name],
    atKey: true,
    message: `there is no operator \`${name}\``,
    help,
    notes,
  };
}

/** Names of other languages, and what they are called here. */
const relatives: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  contains: 'write `{ "wildcard": "*text*" }` for a text that stands anywhere',
  not: 'did you mean `anything-but`?',
  not_in: 'did you mean `anything-but`?',
  startsWith: 'did you mean `prefix`?',
  endsWith: 'did you mean `suffix`?',
  glob: 'did you mean `wildcard`?',
  match: 'did you mean `regex`?',
});

/** How many ways there are to choose among the alternatives of a pattern. */
export function countCombinations(pattern: ObjectPattern): number {
  let combinations = 1;
  for (const [, field] of pattern.fields) if (field.kind === 'object') combinations *= countCombinations(field);
  if (pattern.alternatives.length === 0) return combinations;
  return combinations * pattern.alternatives.reduce((sum, alternative) => sum + countCombinations(alternative), 0);
}
