import { cannotTell, type Guardrail } from './guardrail.ts';

/**
 * Acts only on a failure whose own time is recent: not older than the policy's limit, than the deployment's adoption
 * or than the rule's enforcement. A message's age never counts.
 */
export const age: Guardrail = {
  name: 'age',
  judge({ now, failedAt, adoptedAt, enforcedSince }, { age: { failureAtMostMs } }) {
    for (const reading of [failedAt, adoptedAt, enforcedSince])
      if (!reading.known) return cannotTell('age', reading.why);
    if (!failedAt.known || !adoptedAt.known || !enforcedSince.known) return cannotTell('age', 'a time is missing');
    const bounds = [
      { at: now - failureAtMostMs, why: 'the failure is older than the policy allows' },
      { at: adoptedAt.value, why: 'the task failed before this deployment was looked after' },
      { at: enforcedSince.value, why: 'the task failed before this rule was allowed to act' },
    ];
    const newest = bounds.reduce((latest, bound) => (bound.at > latest.at ? bound : latest));
    const reading = new Date(failedAt.value).toISOString();
    const limit = new Date(newest.at).toISOString();
    if (failedAt.value >= newest.at)
      return { guardrail: 'age', kind: 'act', reason: 'the failure is recent', reading, limit };
    return { guardrail: 'age', kind: 'refuse', reason: `${newest.why} (${limit})`, reading, limit, outcome: 'too-old' };
  },
};
