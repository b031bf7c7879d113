import { isActive, isRunFinished } from '../airflow/state.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';
import { learnRetries, refundTries, triesOf, withTries } from '../incident/count-tries.ts';
import type { Case, CaseWrite, Incident } from '../incident/incident.ts';
import { type Intent, judgeIntent } from '../incident/intent.ts';
import { failedAgain, newFailures, type Roots, rootsOf, wasRerun } from '../incident/roots.ts';
import { type StoryEntry, tell } from '../incident/story.ts';
import { byTask, type Truth } from './truth.ts';

/**
 * Brings an incident up to the truth, before anything is decided: settles the open intent, opens a case for each newly failed task,
 * notes what failed again and moves its case to the next step. Pure; the same truth twice changes nothing more.
 */
export function followCases(incident: Incident, truth: Truth, now: number): Incident {
  const settled = settleIntent(incident, truth, now);
  const tasks = byTask(truth.taskInstances);
  const seen = settled.cases.map((known) => followCase(known, tasks.get(known.taskId) ?? [], now));
  const opened = openCases(settled, tasks, truth, now);
  const followed = { ...settled, cases: [...seen.map(({ followed }) => followed), ...opened] };
  const entries = [...seen.flatMap(({ entries: told }) => told), ...opened.map((one) => openedEntry(one, now))];
  return settleTries({ ...followed, story: tell(settled.story, ...entries) }, tasks);
}

function settleIntent(incident: Incident, truth: Truth, now: number): Incident {
  const { intent } = incident;
  if (intent === null) return incident;
  const runIsFinished = truth.run !== null && isRunFinished(truth.run.state);
  const runEndedAt = truth.run?.endedAt ?? null;
  const evidence = judgeIntent(intent, { taskInstances: truth.taskInstances, runIsFinished, runEndedAt, now });
  if (evidence === 'pending') return incident;
  const happened = evidence === 'happened';
  const cases = incident.cases.map((one) =>
    one.written?.intentId === intent.intentId
      ? { ...one, written: happened ? { ...one.written, happened } : null }
      : one,
  );
  const text = happened
    ? seenText(intent)
    : 'the write is not to be seen in Airflow although its time has passed; deciding afresh';
  return {
    ...incident,
    intent: null,
    cases,
    quietLooks: 0,
    story: tell(incident.story, { at: now, kind: 'verification', text }),
  };
}

function seenText({ isAnswered }: Intent): string {
  return isAnswered
    ? 'the write is seen in Airflow'
    : "Airflow has moved on, by whom is unknown: the write's answer was not seen. It is charged and counts as done";
}

interface FollowedCase {
  readonly followed: Case;
  readonly entries: readonly StoryEntry[];
}

function followCase(known: Case, instances: readonly TaskInstance[], now: number): FollowedCase {
  const failing = rootsOf(instances);
  const counted = { ...known, idle: addIdle(known, instances, now) };
  if (failing.length === 0) return { followed: counted, entries: [] };
  if (known.ending !== null) return { followed: reopenIfNew(counted, failing, instances, now), entries: [] };
  const failedAt = newestEnd(instances, known.failedAt);
  if (known.written !== null) return followWritten(counted, known.written, { failing, failedAt, instances, now });
  // What was failed when it was first seen stays: it shows that somebody else ran it again since.
  if (wasRerun(instances, known.failing)) return { followed: { ...counted, failedAt }, entries: [] };
  return { followed: { ...counted, failing, failedAt }, entries: [] };
}

/** A written case waits for the settling of its write and of all that runs; what is failed then is failed for the next decision. */
function followWritten(
  known: Case,
  written: CaseWrite,
  seen: { failing: Roots; failedAt: number; instances: readonly TaskInstance[]; now: number },
): FollowedCase {
  if (!written.happened || seen.instances.some(({ state }) => isActive(state))) return { followed: known, entries: [] };
  const again = failedAgain(seen.failing, written.roots);
  const climbs = again.length > 0;
  const followed: Case = {
    ...known,
    written: null,
    failing: seen.failing,
    failedAt: seen.failedAt,
    evidence: null,
    step: climbs ? known.step + 1 : known.step,
    stepSince: seen.failedAt,
    idle: { ms: 0, since: null },
  };
  return { followed, entries: climbs ? [againEntry(known, again, seen.now)] : [] };
}

/**
 * A case that had ended and whose task failed anew, with another try, is a new case of the same task. Not so where a person has it:
 * then a person ran it again, or what Airmend had sent before still ran, and neither is a reason to begin again in this incident.
 */
function reopenIfNew(known: Case, failing: Roots, instances: readonly TaskInstance[], now: number): Case {
  if (isPersons(known)) return known;
  if (newFailures(failing, known.failing).length === 0) return known;
  return openCase(known.taskId, failing, newestEnd(instances, now), now);
}

/** A person has it: it was handed over, or a person was told of it before it became too old to act on. */
function isPersons({ ending, toldAt }: Case): boolean {
  if (ending?.outcome === 'too-old') return toldAt !== null || ending.channel !== null;
  return ending?.outcome === 'escalated' || ending?.outcome === 'superseded';
}

function openCases(
  incident: Incident,
  tasks: ReadonlyMap<string, readonly TaskInstance[]>,
  truth: Truth,
  now: number,
): Case[] {
  const known = new Set(incident.cases.map(({ taskId }) => taskId));
  const opened: Case[] = [];
  for (const [taskId, instances] of tasks) {
    const failing = rootsOf(instances);
    if (failing.length === 0 || known.has(taskId)) continue;
    opened.push(openCase(taskId, failing, newestEnd(instances, truth.run?.endedAt ?? now), now));
  }
  return opened;
}

function openCase(taskId: string, failing: Roots, failedAt: number, now: number): Case {
  return {
    taskId,
    openedAt: now,
    failedAt,
    failing,
    evidence: null,
    plan: [],
    step: 0,
    stepSince: failedAt,
    written: null,
    writes: 0,
    idle: { ms: 0, since: null },
    toldAt: null,
    ending: null,
  };
}

/** The newest end date among the instances that are failed now. */
function newestEnd(instances: readonly TaskInstance[], otherwise: number): number {
  const ends = instances.filter(({ state }) => state === 'failed').map(({ endedAt }) => endedAt);
  const knownEnds = ends.filter((end) => end !== null);
  return knownEnds.length === 0 ? otherwise : Math.max(...knownEnds);
}

/** A step's time-out counts only time in which nothing of the case is running, queued or waiting to be scheduled. */
function addIdle(known: Case, instances: readonly TaskInstance[], now: number): Case['idle'] {
  if (known.written === null) return known.idle;
  if (instances.some(({ state }) => state === 'none' || (isActive(state) && state !== 'restarting')))
    return { ms: known.idle.ms, since: null };
  const { ms, since } = known.idle;
  return { ms: since === null ? ms : ms + Math.max(0, now - since), since: now };
}

/** Once a case's clear has settled, its charge shrinks from the upper bound to what really ran. */
function settleTries(incident: Incident, tasks: ReadonlyMap<string, readonly TaskInstance[]>): Incident {
  let tries = incident.tries;
  for (const one of incident.cases) {
    if (one.written?.happened !== true) continue;
    const after = new Map((tasks.get(one.taskId) ?? []).map((instance) => [instance.mapIndex, instance]));
    tries = withTries(tries, learnRetries(triesOf(tries, one.taskId), one.written.roots, after));
  }
  return { ...incident, tries };
}

/** The incident after a case ended: tries that were charged and never ran are given back. */
export function refundCase(incident: Incident, ended: Case, truth: Truth): Incident {
  if (ended.written?.happened !== true) return incident;
  // What still runs can use all that it was given.
  const settled = truth.taskInstances.filter(
    ({ taskId, state }) => taskId === ended.taskId && state !== 'none' && !isActive(state),
  );
  const after = new Map(settled.map((instance) => [instance.mapIndex, instance]));
  const refunded = refundTries(triesOf(incident.tries, ended.taskId), ended.written.roots, after);
  return { ...incident, tries: withTries(incident.tries, refunded) };
}

function openedEntry(opened: Case, now: number): StoryEntry {
  const which =
    opened.failing.length === 1 && opened.failing[0]?.mapIndex === -1 ? '' : ` (${opened.failing.length} instances)`;
  return {
    at: now,
    kind: 'case',
    text: `${opened.taskId}${which} is failed since ${new Date(opened.failedAt).toISOString()}`,
  };
}

function againEntry(known: Case, again: Roots, now: number): StoryEntry {
  const tries = Math.max(...again.map(({ tryNumber }) => tryNumber));
  return { at: now, kind: 'verification', text: `${known.taskId} failed again, at try ${tries}` };
}
