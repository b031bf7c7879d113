import type { Fact } from '../facts.ts';
import type { Condition } from '../pattern/pattern.ts';

const textOperators: ReadonlySet<string> = new Set([
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'cidr',
  'regex',
]);

/** Whether a condition can hold for some value the fact may have. Says no only where that is certain. */
export function canHold(
  { operator, written, matches, acceptsAbsence }: Condition,
  fact: Fact,
  values: readonly (string | boolean)[] | undefined,
): boolean {
  if (acceptsAbsence) return fact.always !== true;
  if (values !== undefined) return values.some((value) => matches(value));
  const isText = fact.kind === 'text' || fact.kind === 'texts';
  if (operator === 'exact')
    return typeof written === (isText ? 'string' : fact.kind === 'number' ? 'number' : 'boolean');
  if (operator === 'numeric') return fact.kind === 'number';
  return isText || !textOperators.has(operator);
}

/** Whether a condition holds for every value the fact may have. Says yes only where that is certain. */
export function alwaysHolds({ operator, written, matches }: Condition, fact: Fact): boolean {
  if (fact.always !== true) return false;
  if (fact.values !== undefined && fact.name !== 'failureClass') return fact.values.every((value) => matches(value));
  if (operator === 'exists') return matches('');
  return (
    fact.kind === 'text' && ['{"wildcard":"*"}', '{"prefix":""}', '{"suffix":""}'].includes(JSON.stringify(written))
  );
}
