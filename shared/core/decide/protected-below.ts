import { createFacts } from './case-facts.ts';
import type { LookInput } from './look-input.ts';
import { byTask } from './truth.ts';

/**
 * What the policy protects among the blocked tasks that a write would re-run with its failed ones: a protected task is
 * never written to, failed or not. In words for a person; null: nothing.
 */
export function findProtectedBelow(input: LookInput, taskIds: readonly string[]): string | null {
  const tasks = byTask(input.truth.taskInstances);
  for (const taskId of taskIds) {
    const facts = createFacts(input, { taskId, evidence: null }, tasks.get(taskId) ?? []);
    const place = input.policy.protectedBy(facts);
    if (place !== null) return `${place}, which covers ${taskId}: it would run again too`;
  }
  return null;
}
