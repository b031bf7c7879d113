import type { Run, RunKey } from '../airflow/run.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';
import type { FailureReport } from './failure-report.ts';
import type { AdvisoryFacts, Hints, Incident } from './incident.ts';
import { unsentOf } from './outbox.ts';
import { newFailures, rootsOf } from './roots.ts';
import { tell } from './story.ts';

/** What leads to a look: an alert, or null when the ledger said that one is due. */
export interface Hint {
  readonly receivedAt: number;
  /** Null: a failed run that discovery found. */
  readonly report: FailureReport | null;
}

const advisoryReportsMax = 3;
const hintedTasksMax = 50;

/** A hint is covered by a look of its run that began well after the hint was received, also while that look is still running. */
export function isCovered(incident: Incident, hint: Hint, coveredAfterMs: number): boolean {
  return incident.lookBeganAt !== null && incident.lookBeganAt >= hint.receivedAt + coveredAfterMs;
}

/** An incident at its first hint. */
export function openIncident(run: RunKey, deployment: string, now: number): Incident {
  return {
    run,
    deployment,
    generation: 1,
    openedAt: now,
    hints: noHints,
    lookBeganAt: null,
    looks: 0,
    quietLooks: 0,
    dueAt: now,
    cases: [],
    intent: null,
    outbox: [],
    trouble: null,
    tries: [],
    completions: 0,
    runQueuings: 0,
    story: [],
    closing: null,
  };
}

const noHints: Hints = { count: 0, lastReceivedAt: 0, advisory: [], taskIds: [] };

/**
 * The first act of a look: that it began, what led to it, and when the next is due should this one die.
 * The last look after an ending covers no hint: what it finds nothing for would be forgotten.
 */
export function beginLook(
  incident: Incident,
  hint: Hint | null,
  times: { now: number; lookLimitMs: number },
): Incident {
  const { now, lookLimitMs } = times;
  const covers = incident.closing === null || hint !== null;
  const lookBeganAt = covers ? now : incident.lookBeganAt;
  const dueAt = isLeased(incident, times) ? incident.dueAt : now + lookLimitMs;
  const began = { ...incident, lookBeganAt, looks: incident.looks + 1, dueAt };
  return hint === null ? began : withHint(began, hint, now);
}

/** The sweep that queued the look has made the next one due: to move that by a second would cost two more writes of the index. */
function isLeased({ dueAt }: Incident, { now, lookLimitMs }: { now: number; lookLimitMs: number }): boolean {
  return dueAt !== null && dueAt >= now + lookLimitMs / 2 && dueAt <= now + lookLimitMs;
}

/** The incident with one more hint counted; of the first few reports the bounded facts are kept as advice. */
export function withHint(incident: Incident, hint: Hint, now: number): Incident {
  const isFirst = incident.hints.count === 0;
  const entry = { at: now, kind: 'hint', text: describeHint(hint) } as const;
  return {
    ...incident,
    hints: addHint(incident.hints, hint),
    quietLooks: 0,
    story: isFirst || hint.report === null ? tell(incident.story, entry) : incident.story,
  };
}

function addHint(hints: Hints, { receivedAt, report }: Hint): Hints {
  const counted = { ...hints, count: hints.count + 1, lastReceivedAt: Math.max(hints.lastReceivedAt, receivedAt) };
  if (report === null) return counted;
  const advisory = hints.advisory.length < advisoryReportsMax ? [...hints.advisory, adviceOf(report)] : hints.advisory;
  const { taskId } = report;
  const isNewTask = taskId !== null && !hints.taskIds.includes(taskId) && hints.taskIds.length < hintedTasksMax;
  return { ...counted, advisory, taskIds: isNewTask ? [...hints.taskIds, taskId] : hints.taskIds };
}

function adviceOf({ reportId, source, error, severity, labels }: FailureReport): AdvisoryFacts {
  return { reportId, source, error, severity, labels };
}

function describeHint({ report }: Hint): string {
  if (report === null) return 'a failed run that no alert told of was found';
  const task = report.taskId === null ? '' : ` of ${report.taskId}`;
  return `${report.source} reported a failure${task}`;
}

/**
 * A closed incident opens again, as a new generation, only for a failure it has not seen: a root with another try,
 * or the run failed with another end. What Airmend's tries were is kept. Null: nothing new.
 */
export function reopen(
  incident: Incident,
  seen: { run: Run | null; taskInstances: readonly TaskInstance[]; now: number },
): Incident | null {
  const { closing } = incident;
  if (closing === null) return incident;
  const known = new Map(closing.failing.map(({ taskId, roots }) => [taskId, roots]));
  const tasks = Map.groupBy(seen.taskInstances, ({ taskId }) => taskId);
  const failing = [...tasks].flatMap(([taskId, instances]) => newFailures(rootsOf(instances), known.get(taskId) ?? []));
  const failedAnew = seen.run?.state === 'failed' && seen.run.endedAt !== closing.runEndedAt;
  if (failing.length === 0 && !failedAnew) return null;
  return {
    ...openIncident(incident.run, incident.deployment, seen.now),
    generation: incident.generation + 1,
    hints: incident.hints,
    lookBeganAt: incident.lookBeganAt,
    looks: incident.looks,
    dueAt: incident.dueAt,
    tries: incident.tries,
    outbox: unsentOf(incident.outbox),
    story: [{ at: seen.now, kind: 'hint', text: `failed again after it had ended as ${closing.outcome}` }],
  };
}
