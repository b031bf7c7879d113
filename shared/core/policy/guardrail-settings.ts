import * as z from 'zod';
import { duration } from './duration.ts';
import { patternJson } from './pattern-json.ts';

const budget = z
  .strictObject({
    per: z.enum(['dag', 'deployment']).describe('What the clears are counted for.'),
    clears: z.int().min(1).max(500).describe('The clears that may be sent within the time.'),
    within: duration({ min: '1s', max: '24h' }).describe('The time that is looked back over.'),
  })
  .transform(({ per, clears, within }) => ({ per, clears, withinMs: within }));

/** The guardrails' settings: schema, type and docs in one. Every key is enforced by the guardrail of that name. */
export const guardrailSettings = z
  .strictObject({
    blastRadius: z
      .strictObject({
        taskInstances: z
          .int()
          .min(1)
          .max(1_000)
          .default(50)
          .describe('The most task instances one write may touch, blocked descendants included.'),
      })
      .prefault({})
      .describe('How much one write may change.'),
    tries: z
      .strictObject({
        perTaskInstance: z
          .int()
          .min(1)
          .max(100)
          .default(8)
          .describe('The most tries Airmend may add to one task instance. A clear adds retries + 1.'),
      })
      .prefault({})
      .describe('How often a task may run again because of Airmend.'),
    budgets: z
      .array(budget)
      .max(10)
      .prefault([
        { per: 'dag', clears: 5, within: '1h' },
        { per: 'deployment', clears: 20, within: '1h' },
      ])
      .describe('How many clears may be sent in a time. All are counted; the tightest holds.'),
    age: z
      .strictObject({
        failureAtMost: duration({ min: '1s', max: '7d' })
          .prefault('24h')
          .describe('The oldest failure that is acted on.'),
      })
      .prefault({})
      .describe('How old a failure may be.'),
    tell: z
      .strictObject({
        within: duration({ min: '1s', max: '24h' })
          .prefault('30m')
          .describe(
            'A person hears of a failure that is neither resolved nor running again by then, whatever holds it.',
          ),
      })
      .prefault({})
      .describe('How long a failure may stay untold.'),
    deadline: z
      .strictObject({
        within: duration({ min: '1s', max: '7d' })
          .prefault('24h')
          .describe('An incident older than this is told and no longer touched.'),
      })
      .prefault({})
      .describe('How long an incident may stay open.'),
    protect: z
      .array(patternJson)
      .max(100)
      .default([])
      .describe('Patterns of what is never written to. A match is refused whatever the rules say.'),
  })
  .transform(({ blastRadius, tries, budgets, age, tell, deadline, protect }) => ({
    blastRadius,
    tries,
    budgets,
    age: { failureAtMostMs: age.failureAtMost },
    tell: { withinMs: tell.within },
    deadline: { withinMs: deadline.within },
    protect,
  }));

export type GuardrailSettings = z.output<typeof guardrailSettings>;
