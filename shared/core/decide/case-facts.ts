import type { TaskInstance } from '../airflow/task-instance.ts';
import { isFailed } from '../airflow/task-instance.ts';
import type { Json } from '../diagnostics/json-text.ts';
import type { Case } from '../incident/incident.ts';
import { type Facts, logTailCharsMax } from '../policy/facts.ts';
import type { LookInput } from './look-input.ts';

type FactsCase = Pick<Case, 'taskId' | 'evidence'>;

/**
 * The facts of one case that a pattern may name. They come from the API and the log; what only a report told
 * (`source`, `labels`, `errorText`) is there only if one did. An unknown fact is an absent key.
 */
export function createFacts(input: LookInput, one: FactsCase, instances: readonly TaskInstance[]): Facts {
  return present({
    ...runFacts(input),
    ...instanceFacts(one, instances),
    ...evidenceFacts(input, one),
    ...clockFacts(input.now, input.policy.policy.zone),
    ...advisoryFacts(input),
  });
}

function runFacts({ deployment, incident, truth }: LookInput): Record<string, Json | undefined> {
  return {
    deployment: deployment.name,
    dagId: incident.run.dagId,
    dagRunId: incident.run.dagRunId,
    runType: truth.run?.runType,
    runState: truth.run?.state ?? 'unknown',
    tags: truth.dag === undefined || truth.dag === null ? undefined : [...truth.dag.tags],
    owners: truth.dag === undefined || truth.dag === null ? undefined : [...truth.dag.owners],
    runFailedInstances: truth.taskInstances.filter(isFailed).length,
    runTotalInstances: truth.taskInstances.length,
  };
}

function instanceFacts(one: FactsCase, instances: readonly TaskInstance[]): Record<string, Json | undefined> {
  const failed = instances.filter(isFailed);
  const newest = failed.toSorted((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0))[0];
  return {
    taskId: one.taskId,
    mapped: instances.some(({ mapIndex }) => mapIndex >= 0),
    tryNumber: Math.max(0, ...failed.map(({ tryNumber }) => tryNumber)),
    maxTries: Math.max(0, ...failed.map(({ maxTries }) => maxTries)),
    operator: newest?.operator ?? undefined,
    queue: newest?.queue ?? undefined,
    pool: newest?.pool ?? undefined,
    durationSeconds: newest?.durationSeconds ?? undefined,
    state: 'failed',
    failedInstances: failed.length,
    totalInstances: instances.length,
  };
}

function evidenceFacts({ truth }: LookInput, { taskId, evidence }: FactsCase): Record<string, Json | undefined> {
  return {
    failureClass: evidence?.failureClass ?? 'unknown',
    transient: evidence?.transient ?? 'unsure',
    log: evidence?.log ?? 'missing',
    logTail: truth.logs.find((log) => log.taskId === taskId && log.kind === 'text')?.text.slice(-logTailCharsMax),
  };
}

/** Building a formatter costs a hundred times what formatting does; a policy has one zone. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(zone, clock);
  return clock;
}

function clockFacts(now: number, zone: string): Record<string, Json | undefined> {
  const parts = clockOf(zone)
    .formatToParts(now)
    .map(({ type, value }) => [type, value] as const);
  const written = new Map<string, string>(parts);
  return { hour: Number(written.get('hour')), weekday: written.get('weekday')?.toLowerCase() };
}

function advisoryFacts({ incident }: LookInput): Record<string, Json | undefined> {
  const [first] = incident.hints.advisory;
  if (first === undefined) return {};
  return { source: first.source, labels: { ...first.labels }, errorText: first.error ?? undefined };
}

function present(facts: Record<string, Json | undefined>): Facts {
  const entries = Object.entries(facts).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
