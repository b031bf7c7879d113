import { policyOf } from '../functions.ts';
import type { Invariant } from './invariant.ts';
import { describe } from './proved-writes.ts';

/**
 * Budgets are kept: of the clears and set-states that were sent, no more than a budget allows were recorded within its time
 * up to each of them, whichever looker sent them. Completions and queued runs are not counted.
 */
export function budgetsKept(): Invariant {
  return {
    name: 'budgets are kept',
    see(happening, { chronicle, violated }) {
      if (happening.kind !== 'sent') return;
      const { process, sent } = happening;
      const known = chronicle.intentOf(process, sent.write.request);
      if (known === null || !isCharged(known.intent.action.kind)) return;
      const { recordedAt } = known.intent;
      for (const { per, clears, withinMs } of policyOf(process.config).policy.guardrails.budgets) {
        const counted = chronicle.intents.filter(
          ({ intent, run, sentAt }) =>
            (sentAt !== null || intent === known.intent) &&
            isCharged(intent.action.kind) &&
            intent.recordedAt <= recordedAt &&
            intent.recordedAt > recordedAt - withinMs &&
            (per === 'deployment' || run.dagId === known.run.dagId),
        );
        if (counted.length > clears)
          violated(`${describe(sent.write)} is number ${counted.length} of at most ${clears} per ${per}`);
      }
    },
  };
}

function isCharged(kind: string): boolean {
  return kind === 'clear' || kind === 'setState';
}
