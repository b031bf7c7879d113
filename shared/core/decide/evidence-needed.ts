import type { Case, Incident } from '../incident/incident.ts';
import { byTask, type Truth } from './truth.ts';

/** How many map indexes of one case have their logs read: enough to see whether they failed alike. */
export const logsPerCaseMax = 3;

/** The cases about which nothing can be decided before a log was read: failed, not written to, and not judged with this policy. */
export function evidenceNeeded(incident: Incident, truth: Truth, policyHash: string): Case[] {
  const tasks = byTask(truth.taskInstances);
  return incident.cases.filter(
    (one) =>
      one.ending === null &&
      one.written === null &&
      (tasks.get(one.taskId) ?? []).some(({ state }) => state === 'failed') &&
      !isCurrent(one, policyHash),
  );
}

function isCurrent({ evidence, failedAt }: Case, policyHash: string): boolean {
  return evidence !== null && evidence.failedAt === failedAt && evidence.policyHash === policyHash;
}
