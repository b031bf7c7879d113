import { runStates, taskInstanceStates } from '../airflow/state.ts';
import type { Json } from '../diagnostics/json-text.ts';

type FactKind = 'text' | 'number' | 'flag' | 'texts' | 'text-or-flag' | 'object';

/** One thing a pattern may ask about a case. */
export interface Fact {
  readonly name: string;
  readonly kind: FactKind;
  readonly summary: string;
  readonly unit?: string;
  /** The only values it can have. */
  readonly values?: readonly (string | boolean)[];
  /** Known for every case. Other facts are absent where nobody says. */
  readonly always?: true;
  /** Told by a report alone, never by the API: absent for a failure that no report told of. */
  readonly advisory?: true;
  /** The longest text in UTF-16 units, and for a list each of its texts; longer ones are cut. It bounds what a pattern can cost. */
  readonly charsMax?: number;
  /** The most entries of a list or an object. */
  readonly entriesMax?: number;
}

/**
 * The facts of one case, as a pattern sees them. An unknown fact is an absent key, never null or ''.
 * Built by the look; a plain object without a prototype's keys.
 */
export type Facts = Readonly<Record<string, Json>>;

const nameCharsMax = 250;
export const logTailCharsMax = 32_768;
export const errorTextCharsMax = 8_192;

/** The built-in failure classes. */
export const failureClasses = [
  'out-of-memory',
  'worker-lost',
  'pod-launch',
  'task-timeout',
  'sensor-timeout',
  'connection',
  'rate-limited',
  'remote-unavailable',
  'lock-contention',
  'resource-exhausted',
  'authentication',
  'permission',
  'missing-data',
  'data-quality',
  'code',
  'configuration',
  'unknown',
] as const;

const text = { kind: 'text', charsMax: nameCharsMax } as const;

/** Every fact, in the order of the reference page. */
export const factList: readonly Fact[] = [
  { name: 'deployment', ...text, always: true, summary: "The deployment's name in `airmend.config.json`." },
  { name: 'dagId', ...text, always: true, summary: 'The DAG.' },
  { name: 'taskId', ...text, always: true, summary: 'The task that failed, with its task group: `group.task`.' },
  { name: 'dagRunId', ...text, always: true, summary: 'The run.' },
  {
    name: 'runType',
    ...text,
    summary: 'How the run came to be: `scheduled`, `manual`, `backfill`, `asset_triggered`, …',
  },
  {
    name: 'runState',
    ...text,
    always: true,
    values: runStates,
    summary: 'The state of the run. A failure in a successful run is left alone unless a rule names this fact.',
  },
  { name: 'mapped', kind: 'flag', always: true, summary: 'The task is mapped: it has several instances in the run.' },
  {
    name: 'tryNumber',
    kind: 'number',
    always: true,
    unit: 'tries',
    summary: 'The try that failed, counted from 1; of several instances the highest.',
  },
  {
    name: 'maxTries',
    kind: 'number',
    always: true,
    unit: 'tries',
    summary: "Airflow's `max_tries`: the retries it allowed. A clear raises it.",
  },
  { name: 'operator', ...text, summary: 'The class name of the operator, `@task` for a decorated task.' },
  { name: 'queue', ...text, summary: "The task's queue." },
  { name: 'pool', ...text, summary: "The task's pool." },
  { name: 'durationSeconds', kind: 'number', unit: 'seconds', summary: 'How long the failed try ran.' },
  {
    name: 'state',
    ...text,
    always: true,
    values: taskInstanceStates,
    summary: 'The state of the task instance: `failed`.',
  },
  {
    name: 'failureClass',
    ...text,
    always: true,
    values: failureClasses,
    summary: 'Why it failed: a built-in class or one of `classes`.',
  },
  {
    name: 'transient',
    kind: 'text-or-flag',
    always: true,
    values: [true, false, 'unsure'],
    summary: 'A plain re-run plausibly helps within an hour.',
  },
  {
    name: 'logTail',
    kind: 'text',
    charsMax: logTailCharsMax,
    summary: 'The end of the log of the failed try. Absent where there is none.',
  },
  {
    name: 'log',
    ...text,
    always: true,
    values: ['text', 'missing', 'cut'],
    summary:
      'Whether the log could be read: `missing` where Airflow has none (a dead worker), `cut` where its end was not reached.',
  },
  { name: 'tags', kind: 'texts', charsMax: nameCharsMax, entriesMax: 100, summary: "The DAG's tags." },
  { name: 'owners', kind: 'texts', charsMax: nameCharsMax, entriesMax: 100, summary: "The DAG's owners." },
  {
    name: 'failedInstances',
    kind: 'number',
    always: true,
    unit: 'task instances',
    summary: 'Failed instances of this task in the run.',
  },
  {
    name: 'totalInstances',
    kind: 'number',
    always: true,
    unit: 'task instances',
    summary: 'All instances of this task in the run.',
  },
  {
    name: 'runFailedInstances',
    kind: 'number',
    always: true,
    unit: 'task instances',
    summary: 'Failed instances in the whole run, blocked ones not counted.',
  },
  {
    name: 'runTotalInstances',
    kind: 'number',
    always: true,
    unit: 'task instances',
    summary: 'All instances of the run.',
  },
  {
    name: 'hour',
    kind: 'number',
    always: true,
    unit: 'hour, 0 to 23',
    summary: "The hour of the look, in the policy's `zone`.",
  },
  {
    name: 'weekday',
    ...text,
    always: true,
    values: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    summary: "The day of the look, in the policy's `zone`.",
  },
  { name: 'source', ...text, advisory: true, summary: 'The source of the first report.' },
  {
    name: 'labels',
    kind: 'object',
    advisory: true,
    charsMax: 1_024,
    entriesMax: 64,
    summary: 'The labels of the report, by name: `{ "labels": { "team": ["data"] } }`.',
  },
  {
    name: 'errorText',
    kind: 'text',
    advisory: true,
    charsMax: errorTextCharsMax,
    summary: 'The error text that the alert carried; often cut off, often only a wrapper.',
  },
];

const factsByName: ReadonlyMap<string, Fact> = new Map(factList.map((fact) => [fact.name, fact]));

export const factNames: readonly string[] = factList.map(({ name }) => name);

export function findFact(name: string): Fact | undefined {
  return factsByName.get(name);
}
