import { isRunFinished, isSettled } from '../airflow/state.ts';
import { isBlocked, isFailed } from '../airflow/task-instance.ts';
import type { Case, Closing, Incident } from '../incident/incident.ts';
import { mostSerious, type Outcome } from '../incident/outcome.ts';
import { rootsOf } from '../incident/roots.ts';
import { tell } from '../incident/story.ts';
import { waitMs } from './cadence.ts';
import { deadlineOf } from './decide-case.ts';
import type { Decision } from './decision.ts';
import { effectiveMode } from './effective-mode.ts';
import { refundCase } from './follow-cases.ts';
import type { PlannedWrite } from './group-writes.ts';
import type { LookInput } from './look-input.ts';
import { notifyOfEnding, notifyOfUnresolved, tellBy } from './telling.ts';
import { byTask } from './truth.ts';

export type Conclusion =
  | { readonly kind: 'open'; readonly dueAt: number; readonly reason: string }
  | { readonly kind: 'closed'; readonly outcome: Outcome; readonly reason: string };

/**
 * Applies a look's decisions to its incident: cases that end, whom to tell, and when to look next or how it ended.
 * One that ends while its run goes on is looked at once more: a hint that this look covers can precede its failure.
 */
export function concludeIncident(
  input: LookInput,
  decisions: readonly Decision[],
): { incident: Incident; conclusion: Conclusion } {
  const ended = endCases(input, decisions);
  const conclusion = conclude({ ...input, incident: ended }, decisions);
  if (conclusion.kind === 'open') {
    const told = notifyOfUnresolved({ ...input, incident: ended }, decisions);
    return { incident: { ...told, dueAt: conclusion.dueAt, quietLooks: ended.quietLooks + 1 }, conclusion };
  }
  const entry = { at: input.now, kind: 'ending', text: `${conclusion.outcome}: ${conclusion.reason}` } as const;
  const closing = closingOf(input, conclusion);
  const dueAt = closing.runEndedAt === null ? input.now + input.settings.freshHintMs : null;
  const closed = { ...ended, dueAt, closing, story: tell(ended.story, entry) };
  return { incident: notifyOfEnding({ ...input, incident: closed }, conclusion), conclusion };
}

/** Applies the decisions of a look that writes to the cases that its write does not concern: they end, and are told, all the same. */
export function concludeBesides(input: LookInput, decisions: readonly Decision[], write: PlannedWrite): Incident {
  const written = new Set(write.tasks.map(({ taskId }) => taskId));
  const besides = decisions.map(
    (decision): Decision =>
      written.has(decision.taskId) && decision.next.kind === 'write'
        ? { ...decision, next: { kind: 'watch' } }
        : decision,
  );
  return notifyOfUnresolved({ ...input, incident: endCases(input, besides) }, besides);
}

function endCases(input: LookInput, decisions: readonly Decision[]): Incident {
  const byTaskId = new Map(decisions.map((decision) => [decision.taskId, decision]));
  const tasks = byTask(input.truth.taskInstances);
  let incident = input.incident;
  const cases = incident.cases.map((one): Case => {
    const decision = byTaskId.get(one.taskId);
    if (one.ending !== null || decision?.next.kind !== 'end') return one;
    const { outcome, channel } = decision.next;
    incident = refundCase(incident, one, input.truth);
    const entry = { at: input.now, kind: 'decision', text: `${one.taskId}: ${outcome}, ${decision.reason}` } as const;
    incident = { ...incident, story: tell(incident.story, entry) };
    // What is failed now is what it ended with: only a failure after it is a new case.
    const failing = rootsOf(tasks.get(one.taskId) ?? []);
    const seen = failing.length === 0 ? one.failing : failing;
    return { ...one, failing: seen, ending: { outcome, at: input.now, reason: decision.reason, channel } };
  });
  return { ...incident, cases };
}

function conclude(input: LookInput, decisions: readonly Decision[]): Conclusion {
  const { incident } = input;
  const open = incident.cases.filter(({ ending }) => ending === null);
  if (incident.intent !== null || open.length > 0) return stayOpen(input, decisions, open);
  if (incident.cases.length === 0) return concludeWithoutCases(input);
  return concludeCases(input);
}

function stayOpen(input: LookInput, decisions: readonly Decision[], open: readonly Case[]): Conclusion {
  const holds = decisions.flatMap(({ next }) => (next.kind === 'hold' && next.until !== null ? [next.until] : []));
  const times = open.flatMap((one) => [deadlineOf(input, one), ...(one.toldAt === null ? [tellBy(input, one)] : [])]);
  const settling = input.incident.intent === null ? [] : [input.incident.intent.settleBy];
  // A look writes for one action; what waits only for its turn does not wait for the cadence.
  const turns = decisions.some(({ next }) => next.kind === 'write') ? [cadenceAfter(input, 0)] : [];
  const reason = decisions[0]?.reason ?? 'a write is settling';
  return { kind: 'open', dueAt: nextDue(input, [...holds, ...times, ...settling, ...turns]), reason };
}

/** Every case has ended. Where Airmend wrote, the run has the last word. */
function concludeCases(input: LookInput): Conclusion {
  const { incident, truth } = input;
  const outcome = mostSerious(incident.cases.flatMap(({ ending }) => (ending === null ? [] : [ending.outcome])));
  const reason = incident.cases.find(({ ending }) => ending?.outcome === outcome)?.ending?.reason ?? '';
  const { run } = truth;
  const goesOn = run !== null && !isRunFinished(run.state);
  // The newest alert can tell of a failure that is not written yet, whatever else had failed before.
  if (goesOn && input.now < freshUntil(input))
    return { kind: 'open', dueAt: nextDue(input, [freshUntil(input)]), reason: 'an alert can precede its failure' };
  if (!incident.cases.some(({ writes }) => writes > 0)) return { kind: 'closed', outcome, reason };
  const pastDeadline = incident.cases.every((one) => input.now >= deadlineOf(input, one));
  if (goesOn && !pastDeadline) {
    return {
      kind: 'open',
      dueAt: nextDue(
        input,
        incident.cases.map((one) => deadlineOf(input, one)),
      ),
      reason: 'the run goes on after the remedy',
    };
  }
  if (run?.state === 'failed' && outcome === 'remedied') {
    return {
      kind: 'closed',
      outcome: 'escalated',
      reason: 'the run stays failed although every task that was cleared succeeded',
    };
  }
  return { kind: 'closed', outcome, reason };
}

/** Nothing was ever seen failed in this incident. */
function concludeWithoutCases(input: LookInput): Conclusion {
  const { truth, incident, now } = input;
  const { run } = truth;
  if (now < freshUntil(input)) {
    return {
      kind: 'open',
      dueAt: nextDue(input, [freshUntil(input)]),
      reason: 'nothing is failed yet; an alert can come before its failure is written',
    };
  }
  if (run === null) return { kind: 'closed', outcome: 'gone', reason: 'Airflow does not know this run' };
  if (run.state === 'failed') return concludeMarkedRun(input);
  if (run.state === 'success')
    return { kind: 'closed', outcome: 'recovered', reason: 'the run had already succeeded: nothing to do' };
  const hinted = incident.hints.taskIds;
  const tasks = byTask(truth.taskInstances);
  const over =
    hinted.length > 0 && hinted.every((taskId) => tasks.get(taskId)?.every(({ state }) => isSettled(state)) ?? false);
  if (over)
    return {
      kind: 'closed',
      outcome: 'recovered',
      reason: `${hinted.join(', ')} had already recovered: nothing to do`,
    };
  if (now >= lastHintDeadline(input))
    return {
      kind: 'closed',
      outcome: 'recovered',
      reason: 'nothing was failed by the deadline, though the run goes on',
    };
  const retrying = truth.taskInstances.some(({ state }) => state === 'up_for_retry');
  const reason = retrying ? 'Airflow itself will try again: left alone' : 'nothing is failed and the run goes on';
  return { kind: 'open', dueAt: nextDue(input, [lastHintDeadline(input)]), reason };
}

/** Alerts precede commits. */
function freshUntil({ incident, settings }: LookInput): number {
  return incident.hints.lastReceivedAt + settings.freshHintMs;
}

/** Without a case there is no failure to count from, only what was said last. */
export function lastHintDeadline({ incident, policy }: Pick<LookInput, 'incident' | 'policy'>): number {
  return Math.max(incident.openedAt, incident.hints.lastReceivedAt) + policy.policy.guardrails.deadline.withinMs;
}

function concludeMarkedRun(input: LookInput): Conclusion {
  const { truth, policy, deployment } = input;
  const endedAt = truth.run?.endedAt ?? null;
  if (endedAt !== null && endedAt < input.now - policy.policy.guardrails.age.failureAtMostMs) {
    return { kind: 'closed', outcome: 'too-old', reason: 'the run failed too long ago' };
  }
  const reason = truth.taskInstances.some(isBlocked)
    ? 'the run is failed and blocked without a failed task: a person has to look'
    : 'the run is failed with no failed task in it: somebody marked it so';
  const observing = effectiveMode(policy.policy, null, deployment.mode) === 'observe';
  return { kind: 'closed', outcome: observing ? 'observed' : 'superseded', reason };
}

/** When an incident is looked at next after so many looks in which nothing changed. */
export function cadenceAfter(
  { now, settings, incident: { run, generation } }: Pick<LookInput, 'now' | 'settings' | 'incident'>,
  quietLooks: number,
): number {
  return now + waitMs(settings.cadenceMs, quietLooks, `${run.dagRunId}/${generation}`);
}

/** The cadence, or earlier where something is due earlier; a time that has passed means soon, not now. */
function nextDue(input: LookInput, times: readonly number[]): number {
  const coming = times.filter((time) => time > input.now);
  return Math.min(cadenceAfter(input, input.incident.quietLooks), ...coming);
}

function closingOf({ truth, now }: LookInput, conclusion: Extract<Conclusion, { kind: 'closed' }>): Closing {
  const failing = [...byTask(truth.taskInstances)].flatMap(([taskId, instances]) =>
    instances.some(isFailed) ? [{ taskId, roots: rootsOf(instances) }] : [],
  );
  return {
    outcome: conclusion.outcome,
    at: now,
    reason: conclusion.reason,
    failing,
    runEndedAt: truth.run?.endedAt ?? null,
  };
}
