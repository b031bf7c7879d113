import { findFact } from '../facts.ts';
import type { ObjectPattern } from '../pattern/pattern.ts';
import type { LintRule } from './lint-rule.ts';
import { alwaysHolds } from './possible-values.ts';

/** A rule for every failure that clears: it re-runs bugs as well as blips. */
export const matchAllClears: LintRule = {
  code: 'match-all-clears',
  find: ({ rules }) =>
    rules
      .filter(({ pattern, plan }) => matchesAll(pattern) && plan.some(({ kind }) => kind === 'clear'))
      .map(({ index, name }) => ({
        path: ['rules', index, 'match'],
        atKey: true,
        message: `\`${name}\` matches every failure and clears it, whatever went wrong`,
        help: 'name the failure classes that a re-run can mend, or the DAGs that may be re-run',
      })),
};

function matchesAll({ fields, alternatives }: ObjectPattern): boolean {
  const everyField = fields.every(([name, field]) => {
    const fact = findFact(name);
    return (
      field.kind === 'leaf' && fact !== undefined && field.conditions.some((condition) => alwaysHolds(condition, fact))
    );
  });
  return everyField && (alternatives.length === 0 || alternatives.some(matchesAll));
}
