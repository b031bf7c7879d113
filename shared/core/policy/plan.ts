import * as z from 'zod';
import { settableStates } from '../airflow/set-state-request.ts';
import { duration } from './duration.ts';

export const stepActions = ['clear', 'setState', 'escalate', 'ignore'] as const;

/** One rung of a plan, as the decision uses it. Times are milliseconds. */
export type Step =
  | { readonly kind: 'clear'; readonly afterMs: number; readonly timeoutMs: number }
  | {
      readonly kind: 'setState';
      readonly state: (typeof settableStates)[number];
      readonly afterMs: number;
      readonly timeoutMs: number;
    }
  | FinalStep;

/** What ends a plan. */
export type FinalStep = { readonly kind: 'escalate'; readonly channel: string } | { readonly kind: 'ignore' };

const channel = z
  .string()
  .min(1)
  .max(100)
  .describe('Tell a person, by this channel of `airmend.config.json`. Ends the plan.');
const ignore = z.literal(true).describe('Do nothing and tell nobody; it is recorded. Ends the plan.');

const stepKeys = {
  clear: z
    .strictObject({})
    .describe(
      'Clear the failed task: Airflow runs it, and what it blocked, again. Takes no parameters: the selectors are always an explicit list, failed instances only.',
    )
    .optional(),
  setState: z
    .enum(settableStates)
    .describe(
      'Set the state of the failed task, so that what it blocked can run. `skipped` spreads to everything below.',
    )
    .optional(),
  escalate: channel.optional(),
  ignore: ignore.optional(),
  after: duration({ min: '0s', max: '24h' })
    .describe(
      'How long to wait before this step: from the failure, or from the end of the step before. For `clear` and `setState`.',
    )
    .meta({ assumed: '0s' })
    .optional(),
  timeout: duration({ min: '1s', max: '24h' })
    .describe(
      'How long the step may take. Only time in which nothing of the case runs or waits in the queue counts. For `clear` and `setState`.',
    )
    .meta({ assumed: '2h' })
    .optional(),
};

const afterMsDefault = 0;
const timeoutMsDefault = 2 * 3_600_000;

/** One step as it is written: exactly one action. */
export const step = z.strictObject(stepKeys).transform((written, context): Step => {
  const actions = stepActions.filter((action) => written[action] !== undefined);
  const refuse = (message: string, help: string) => {
    context.addIssue({ code: 'custom', input: written, message, params: { code: 'ambiguous-step', help } });
    return z.NEVER;
  };
  if (actions.length !== 1) {
    const found = actions.length === 0 ? 'none' : actions.map((action) => `\`${action}\``).join(' and ');
    return refuse(
      `a step has exactly one action; this one has ${found}`,
      'name one of `clear`, `setState`, `escalate`, `ignore`',
    );
  }
  const isTimed = written.clear !== undefined || written.setState !== undefined;
  if (!isTimed && (written.after !== undefined || written.timeout !== undefined)) {
    return refuse(`\`${actions[0]}\` ends a plan and takes neither \`after\` nor \`timeout\``, 'leave them out');
  }
  const times = { afterMs: written.after ?? afterMsDefault, timeoutMs: written.timeout ?? timeoutMsDefault };
  if (written.clear !== undefined) return { kind: 'clear', ...times };
  if (written.setState !== undefined) return { kind: 'setState', state: written.setState, ...times };
  if (written.escalate !== undefined) return { kind: 'escalate', channel: written.escalate };
  return { kind: 'ignore' };
});

/** A plan as it is written: `escalate` and `ignore` stand only last. */
export const plan = z
  .array(step)
  .min(1)
  .max(10)
  .superRefine((steps, context) => {
    steps.slice(0, -1).forEach(({ kind }, index) => {
      if (kind !== 'escalate' && kind !== 'ignore') return;
      const params = {
        code: 'unreachable-step',
        help: `move the steps that follow before \`${kind}\`, or leave them out`,
      };
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `\`${kind}\` ends a plan, but ${steps.length - index - 1} more follow`,
        params,
      });
    });
  });

/** What happens to a case that no rule matches, or whose plan is used up. */
export const otherwise = z.tuple([
  z
    .strictObject({ escalate: channel.optional(), ignore: ignore.optional() })
    .transform((written, context): FinalStep => {
      if (written.escalate !== undefined && written.ignore === undefined)
        return { kind: 'escalate', channel: written.escalate };
      if (written.ignore !== undefined && written.escalate === undefined) return { kind: 'ignore' };
      const params = { code: 'ambiguous-step', help: 'write `{ "escalate": "<channel>" }` or `{ "ignore": true }`' };
      context.addIssue({
        code: 'custom',
        input: written,
        message: '`otherwise` is exactly one of `escalate` and `ignore`',
        params,
      });
      return z.NEVER;
    }),
]);

export function isFinal(candidate: Step): candidate is FinalStep {
  return candidate.kind === 'escalate' || candidate.kind === 'ignore';
}
