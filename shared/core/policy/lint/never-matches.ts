import { didYouMean } from '../../diagnostics/suggest.ts';
import { type Fact, findFact } from '../facts.ts';
import { shorten } from '../pattern/operator.ts';
import type { Condition, LeafPattern, ObjectPattern } from '../pattern/pattern.ts';
import type { LintFinding, LintRule } from './lint-rule.ts';
import { canHold } from './possible-values.ts';

/** A condition that no value of its fact meets: a typing error in a state or a class, a text asked of a number. */
export const neverMatches: LintRule = {
  code: 'never-matches',
  find: ({ policy, rules }) => {
    const classes = Object.keys(policy.classes);
    return rules.flatMap(({ index, pattern }) => findInPattern(pattern, ['rules', index, 'match'], classes));
  },
};

function findInPattern(
  { fields, alternatives }: ObjectPattern,
  path: LintFinding['path'],
  classes: readonly string[],
): LintFinding[] {
  const inFields = fields.flatMap(([name, field]) => {
    const fact = findFact(name);
    return fact === undefined || field.kind === 'object'
      ? []
      : findInLeaf(field, { fact, path: [...path, name], classes });
  });
  return [
    ...inFields,
    ...alternatives.flatMap((alternative, index) => findInPattern(alternative, [...path, '$or', index], classes)),
  ];
}

function findInLeaf(
  { conditions }: LeafPattern,
  where: { fact: Fact; path: LintFinding['path']; classes: readonly string[] },
): LintFinding[] {
  const { fact, path, classes } = where;
  const values = fact.name === 'failureClass' ? [...(fact.values ?? []), ...classes] : fact.values;
  return conditions.flatMap((condition, index) => {
    if (canHold(condition, fact, values)) return [];
    const message = `no value of \`${fact.name}\` ever meets \`${shorten(condition.written)}\``;
    return [{ path: [...path, index], message, ...describeValues(condition, fact, values) }];
  });
}

function describeValues(
  { written }: Condition,
  fact: Fact,
  values: readonly (string | boolean)[] | undefined,
): Pick<LintFinding, 'help' | 'notes'> {
  if (values === undefined)
    return { notes: [`\`${fact.name}\` is ${fact.kind === 'texts' ? 'a list of texts' : `a ${fact.kind}`}`] };
  const help = typeof written === 'string' ? didYouMean(written, values.map(String)) : undefined;
  return help === undefined
    ? { notes: [`its values are ${values.map((value) => `\`${value}\``).join(', ')}`] }
    : { help };
}
