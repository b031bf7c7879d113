import { implies } from './implies.ts';
import type { LintRule } from './lint-rule.ts';

/** A rule that never decides, because an earlier one matches whatever it matches. */
export const shadowedRule: LintRule = {
  code: 'shadowed-rule',
  find: ({ rules }) =>
    rules.flatMap(({ index, name, pattern }) => {
      const earlier = rules.slice(0, index).find((other) => implies(pattern, other.pattern));
      if (earlier === undefined) return [];
      const message = `\`${name}\` never decides: \`${earlier.name}\` before it matches all that it matches`;
      return [{ path: ['rules', index, 'name'], message, help: `move it before \`${earlier.name}\`, or leave it out` }];
    }),
};
