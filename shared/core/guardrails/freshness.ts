import { cannotTell, type Guardrail } from './guardrail.ts';

/** How old the truth may be that a write is based on: a person or the scheduler may have acted since. */
export const truthAgeMsMax = 60_000;

/** Acts only on what was read just now. Judged again right before the write. */
export const freshness: Guardrail = {
  name: 'freshness',
  judge({ now, observedAt }) {
    if (!observedAt.known) return cannotTell('freshness', observedAt.why);
    const ageMs = now - observedAt.value;
    return ageMs <= truthAgeMsMax
      ? {
          guardrail: 'freshness',
          kind: 'act',
          reason: 'the run was read just now',
          reading: ageMs,
          limit: truthAgeMsMax,
        }
      : {
          guardrail: 'freshness',
          kind: 'hold',
          reason: 'the run was read too long ago to act on it',
          reading: ageMs,
          limit: truthAgeMsMax,
        };
  },
};
