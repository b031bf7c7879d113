import type { LintRule } from './lint-rule.ts';

/** Each clear adds at least one try, so a plan with more clears than the cap can never be climbed to its end. */
export const triesExceedCap: LintRule = {
  code: 'tries-exceed-cap',
  find: ({ policy, rules }) =>
    rules.flatMap(({ index, plan }) => {
      const cap = policy.guardrails.tries.perTaskInstance;
      const clears = plan.filter(({ kind }) => kind === 'clear').length;
      if (clears <= cap) return [];
      const message = `the plan clears ${clears} times, but \`guardrails.tries.perTaskInstance\` allows ${cap} tries to be added`;
      return [
        {
          path: ['rules', index, 'plan'],
          message,
          notes: ['one clear adds retries + 1 tries (airflow#18285), so even fewer clears may be refused'],
        },
      ];
    }),
};
