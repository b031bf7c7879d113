import { findFact } from '../facts.ts';
import { type ObjectPattern, visitLeaves } from '../pattern/pattern.ts';
import type { LintRule } from './lint-rule.ts';

/** A rule that needs what only a report tells: it never matches a failure that no alert told of. */
export const needsAdvisoryFact: LintRule = {
  code: 'needs-advisory-fact',
  find: ({ rules }) =>
    rules.flatMap(({ index, pattern }) =>
      [...listAdvisory(pattern)].map((name) => ({
        path: ['rules', index, 'match', name],
        atKey: true,
        message: `\`${name}\` is known only where a report told it; the rule does not match failures found by the sweep`,
        help: name === 'errorText' ? 'ask `logTail` or `failureClass`, which come from the log' : undefined,
      })),
    ),
};

function listAdvisory(pattern: ObjectPattern): Set<string> {
  const names = new Set<string>();
  visitLeaves(pattern, ({ conditions }, [name = '']) => {
    const isNeeded = !conditions.some(({ acceptsAbsence }) => acceptsAbsence);
    if (isNeeded && findFact(name)?.advisory === true) names.add(name);
  });
  return names;
}
