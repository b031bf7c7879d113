import type { LintRule } from './lint-rule.ts';

/** `skipped` spreads: Airflow skips everything below the task as well. */
export const setsSkipped: LintRule = {
  code: 'sets-skipped',
  find: ({ rules }) =>
    rules.flatMap(({ index, plan }) =>
      plan.flatMap((step, at) => {
        if (step.kind !== 'setState' || step.state !== 'skipped') return [];
        const path = ['rules', index, 'plan', at, 'setState'];
        return [
          {
            path,
            message: '`skipped` spreads to every task below this one',
            help: 'did you mean `success`?',
            notes: ['a task below with another trigger rule may still run'],
          },
        ];
      }),
    ),
};
