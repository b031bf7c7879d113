import { cannotTell, type Guardrail } from './guardrail.ts';

/** Refuses a write that would touch more task instances than the policy allows. Judged again once the proof has counted the blocked descendants. */
export const blastRadius: Guardrail = {
  name: 'blastRadius',
  judge({ touched }, { blastRadius: { taskInstances: limit } }) {
    if (!touched.known) return cannotTell('blastRadius', touched.why);
    if (touched.value <= limit) {
      return {
        guardrail: 'blastRadius',
        kind: 'act',
        reason: `touches ${touched.value} of at most ${limit} task instances`,
        reading: touched.value,
        limit,
      };
    }
    const reason = `would touch ${touched.value} task instances; the policy allows ${limit} (guardrails.blastRadius.taskInstances)`;
    return { guardrail: 'blastRadius', kind: 'refuse', reason, reading: touched.value, limit };
  },
};
