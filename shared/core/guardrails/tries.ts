import { cannotTell, type Guardrail } from './guardrail.ts';

/**
 * Refuses a clear that could take a task instance past `tries.perTaskInstance`.
 * Counts the tries Airmend added, not clears: one clear restores the whole native retry allowance (airflow#18285).
 */
export const tries: Guardrail = {
  name: 'tries',
  judge({ tries: reading }, { tries: { perTaskInstance: limit } }) {
    if (!reading.known) return cannotTell('tries', reading.why);
    const { spent, added } = reading.value;
    const after = spent + added;
    if (after <= limit) {
      return {
        guardrail: 'tries',
        kind: 'act',
        reason: `${spent} tries added so far, up to ${added} more, at most ${limit}`,
        reading: after,
        limit,
      };
    }
    const reason = `a clear adds up to ${added} tries to the ${spent} that were added; the policy allows ${limit} (guardrails.tries.perTaskInstance)`;
    return { guardrail: 'tries', kind: 'refuse', reason, reading: after, limit };
  },
};
