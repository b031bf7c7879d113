import type { Condition, LeafPattern, ObjectPattern, Scalar } from '../pattern/pattern.ts';

/** Whether every event that the narrow pattern matches is matched by the wide one. Says yes only where that is certain. */
export function implies(narrow: ObjectPattern, wide: ObjectPattern): boolean {
  if (narrow.alternatives.length > 0)
    return narrow.alternatives.every((alternative) => implies(join(narrow, alternative), wide));
  const everyField = wide.fields.every(([name, field]) =>
    narrow.fields.some(([known, given]) => known === name && fieldImplies(given, field)),
  );
  return (
    everyField &&
    (wide.alternatives.length === 0 || wide.alternatives.some((alternative) => implies(narrow, alternative)))
  );
}

function join(outer: ObjectPattern, alternative: ObjectPattern): ObjectPattern {
  return { kind: 'object', fields: [...outer.fields, ...alternative.fields], alternatives: alternative.alternatives };
}

function fieldImplies(narrow: LeafPattern | ObjectPattern, wide: LeafPattern | ObjectPattern): boolean {
  if (narrow.kind === 'object' || wide.kind === 'object')
    return narrow.kind === 'object' && wide.kind === 'object' && implies(narrow, wide);
  return narrow.conditions.every((given) => wide.conditions.some((wanted) => conditionImplies(given, wanted)));
}

function conditionImplies(narrow: Condition, wide: Condition): boolean {
  if (JSON.stringify(narrow.written) === JSON.stringify(wide.written)) return true;
  if (narrow.acceptsAbsence) return false;
  if (wide.operator === 'exists') return wide.acceptsAbsence !== true;
  if (narrow.operator === 'exact' && isScalar(narrow.written)) return wide.compile()(narrow.written);
  const [given, wanted] = [affixOf(narrow), affixOf(wide)];
  if (given === undefined || wanted === undefined || narrow.operator !== wide.operator) return false;
  return narrow.operator === 'prefix' ? given.startsWith(wanted) : given.endsWith(wanted);
}

/** The text of a plain prefix or suffix. */
function affixOf({ operator, written }: Condition): string | undefined {
  if (operator !== 'prefix' && operator !== 'suffix') return undefined;
  const [affix]: unknown[] = typeof written === 'object' && written !== null ? Object.values(written) : [];
  return typeof affix === 'string' ? affix : undefined;
}

function isScalar(value: Condition['written']): value is Scalar {
  return typeof value !== 'object' || value === null;
}
