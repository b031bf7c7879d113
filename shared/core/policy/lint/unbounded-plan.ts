import { renderDuration } from '../duration.ts';
import type { LintRule } from './lint-rule.ts';

/** A plan that can outlast the incident's deadline: its last steps are then never reached in time. */
export const unboundedPlan: LintRule = {
  code: 'unbounded-plan',
  find: ({ policy, rules }) =>
    rules.flatMap(({ index, plan }) => {
      const { withinMs } = policy.guardrails.deadline;
      const durationMs = plan.reduce((sum, step) => sum + ('timeoutMs' in step ? step.afterMs + step.timeoutMs : 0), 0);
      if (durationMs <= withinMs) return [];
      const message = `the plan can take ${renderDuration(durationMs)}, but an incident is no longer touched after ${renderDuration(withinMs)}`;
      return [
        {
          path: ['rules', index, 'plan'],
          message,
          help: 'shorten `after` and `timeout`, or raise `guardrails.deadline.within`',
        },
      ];
    }),
};
