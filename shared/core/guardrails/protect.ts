import { cannotTell, type Guardrail } from './guardrail.ts';

/** The DAG tag that keeps Airmend away without a policy change. */
export const offTag = 'airmend-off';

/** Never writes to what the policy or the DAG's own tag protects. */
export const protect: Guardrail = {
  name: 'protect',
  judge({ protectedBy }) {
    if (!protectedBy.known) return cannotTell('protect', protectedBy.why);
    return protectedBy.value === null
      ? { guardrail: 'protect', kind: 'act', reason: 'not protected' }
      : {
          guardrail: 'protect',
          kind: 'refuse',
          reason: `protected by ${protectedBy.value}`,
          reading: protectedBy.value,
        };
  },
};
