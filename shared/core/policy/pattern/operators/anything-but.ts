import type { Fault } from '../../../diagnostics/diagnostic.ts';
import type { Json } from '../../../diagnostics/json-text.ts';
import { didYouMean } from '../../../diagnostics/suggest.ts';
import { isCondition, isFault, type Operator, shorten, soleEntry, wrongOperand } from '../operator.ts';
import type { Condition, Path, Scalar, Test } from '../pattern.ts';
import { equalsIgnoreCase } from './equals-ignore-case.ts';
import { exact } from './exact.ts';
import { refuseNumber } from './numeric.ts';
import { prefix } from './prefix.ts';
import { suffix } from './suffix.ts';
import { wildcard } from './wildcard.ts';

const deniable = [prefix, suffix, equalsIgnoreCase, wildcard];

export const anythingBut: Operator = {
  name: 'anything-but',
  summary:
    'There is a value, and it is none of these: texts or numbers (not both in one list), or `{ "prefix": … }`, `suffix`, `equals-ignore-case`, `wildcard` with a text or a list of texts.',
  example: { condition: { 'anything-but': ['info', 'debug'] }, matches: 'error', differs: 'info' },
  parse(operand, path) {
    const nested = typeof operand === 'object' && operand !== null && !Array.isArray(operand);
    const denied = nested ? parseNested(operand, path) : parseValues(operand, path);
    if ('code' in denied) return denied;
    return {
      operator: this.name,
      written: { [this.name]: operand },
      matches: (value) => !denied.some((condition) => condition.matches(value)),
      compile: () => compileNone(denied),
      steps: (chars) => 2 + denied.reduce((sum, condition) => sum + condition.steps(chars), 0),
    };
  },
};

function parseValues(operand: Json, path: Path): readonly Condition[] | Fault {
  const values: readonly Json[] = Array.isArray(operand) ? operand : [operand];
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  if (values.length === 0 || texts.length + numbers.length !== values.length) {
    const wanted = 'texts or numbers, or one of `prefix`, `suffix`, `equals-ignore-case`, `wildcard`';
    return wrongOperand({ operator: 'anything-but', operand, path, wanted });
  }
  if (texts.length > 0 && numbers.length > 0) {
    return {
      code: 'wrong-operand',
      path,
      message: `\`anything-but\` takes texts or numbers, not both in one list: \`${shorten(operand)}\``,
    };
  }
  const refused = numbers.map((value) => refuseNumber(value, path)).find((fault) => fault !== undefined);
  return refused ?? [...texts, ...numbers].map(exact);
}

function parseNested(operand: Json, path: Path): readonly Condition[] | Fault {
  const [name = '', inner = null] = soleEntry(operand) ?? [];
  const operator = deniable.find((candidate) => candidate.name === name);
  if (operator === undefined) {
    const names = deniable.map((candidate) => candidate.name);
    const message = `\`anything-but\` takes one of ${names.map((known) => `\`${known}\``).join(', ')}, not \`${shorten(operand)}\``;
    return { code: 'wrong-operand', path, message, help: didYouMean(name, names) };
  }
  const texts: readonly Json[] = Array.isArray(inner) ? inner : [inner];
  const mayBeEmpty = operator === equalsIgnoreCase || operator === wildcard;
  if (texts.length === 0 || texts.some((text) => typeof text !== 'string' || (text === '' && !mayBeEmpty))) {
    const wanted = mayBeEmpty ? 'a text or a list of texts' : 'a text that is not empty, or a list of them';
    return wrongOperand({ operator: `anything-but ${name}`, operand: inner, path: [...path, name], wanted });
  }
  const parsed = texts.map((text) => operator.parse(text, [...path, name]));
  return parsed.find(isFault) ?? parsed.filter(isCondition);
}

function compileNone(denied: readonly Condition[]): Test {
  if (denied.every(({ operator }) => operator === 'exact')) {
    const values: ReadonlySet<unknown> = new Set<unknown>(denied.map(({ written }) => written));
    const [only] = values;
    return values.size === 1 ? (value) => value !== only : (value) => !values.has(value);
  }
  const tests = denied.map((condition) => condition.compile());
  return (value: Scalar) => tests.every((test) => !test(value));
}
