import type { Incident } from '../incident/incident.ts';
import { assessEvidence } from './assess-evidence.ts';
import { decideCase } from './decide-case.ts';
import type { Decision } from './decision.ts';
import { followCases } from './follow-cases.ts';
import { groupWrites, type PlannedWrite } from './group-writes.ts';
import { findLeftover } from './leftovers.ts';
import type { LookInput } from './look-input.ts';
import { byTask } from './truth.ts';

/** What a look decides before anything is proved or written. */
export interface DecidedCases {
  /** The incident with its cases as they stand after the decisions. */
  readonly incident: Incident;
  readonly decisions: readonly Decision[];
  /** To be proved and sent; null: nothing is to be written. */
  readonly write: PlannedWrite | null;
}

/**
 * The product: what one look decides, from what it saw. Pure: policy, truth, incident, ledger and clock come in,
 * decisions per case go out, each with its rule, step, every guardrail's verdict and a reason for a person.
 */
export function decide(input: LookInput): DecidedCases {
  const followed = followCases(input.incident, input.truth, input.now);
  const seen = { ...input, incident: followed };
  const tasks = byTask(input.truth.taskInstances);
  const decided = followed.cases.map((one) => {
    if (one.ending !== null) return { decided: one, decision: null };
    const instances = tasks.get(one.taskId) ?? [];
    return decideCase(seen, assessEvidence(seen, one, instances), instances);
  });
  const decisions = decided.flatMap(({ decision }) => (decision === null ? [] : [decision]));
  const cases = decided.map((one) => one.decided);
  const incident = { ...followed, cases };
  const write = incident.intent === null ? (groupWrites(decisions) ?? leftoverWrite(seen, incident)) : null;
  return { incident, decisions, write };
}

function leftoverWrite(input: LookInput, incident: Incident): PlannedWrite | null {
  const leftover = findLeftover(incident, input.truth);
  if (leftover === null) return null;
  const tasks = leftover.taskIds.map((taskId) => ({ taskId, roots: [] }));
  return { action: leftover.action, tasks, reason: leftover.reason };
}
