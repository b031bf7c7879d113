import type { TaskDefinition } from '../../sandbox/airflow-model/dag-definition.ts';
import type { QuirkName } from '../../sandbox/airflow-model/quirk.ts';
import type { Outcome } from '../../shared/core/incident/outcome.ts';
import type { AlertHabits, PersonAct, Plan } from './plan.ts';

const minuteMs = 60_000;
const startAt = Date.parse('2026-11-24T02:00:00Z');

/** A small world whose every port call is a crash point. */
export interface ScriptedPlan {
  readonly story: string;
  /** How its first run's incident ends when nothing goes wrong. */
  readonly ends: Outcome;
  readonly plan: Plan;
}

interface Script {
  readonly tasks: readonly TaskDefinition[];
  readonly runs?: number;
  readonly mode?: 'observe' | 'enforce';
  readonly guardrails?: Record<string, unknown>;
  readonly plan?: readonly Record<string, unknown>[];
  readonly alerts?: Partial<AlertHabits>;
  readonly acts?: readonly { readonly atMinutes: number; readonly act: PersonAct }[];
  readonly quirk?: QuirkName;
  readonly closeMs?: number;
  /** Whether the DAG is searched for failed runs while the script goes on. */
  readonly searches?: boolean;
}

const fails = { result: 'failed', how: 'exception' } as const;
const lost = { result: 'failed', how: 'no-retry', log: null } as const;
const succeeds = { result: 'success' } as const;
const run = { dagId: 'etl', dagRunId: 'scheduled__0' } as const;
const chain: readonly TaskDefinition[] = [
  { taskId: 'load_0' },
  { taskId: 'load_1', upstream: ['load_0'], outcomes: [fails, succeeds] },
  { taskId: 'load_2', upstream: ['load_1'] },
];
const alone: readonly TaskDefinition[] = [{ taskId: 'load_0', outcomes: [fails, succeeds] }];
const forEver: readonly TaskDefinition[] = [{ taskId: 'load_0', outcomes: [fails] }];
const whole = { dagId: null, dagRunId: null } as const;

const quiet: AlertHabits = {
  never: 0,
  twice: 0,
  late: 0,
  early: 0,
  forSuccess: 0,
  forRetry: 0,
  withoutRun: 0,
  withoutTask: 0,
  resolved: 0,
  forUnknownRun: 0,
};

export const scriptedPlans: readonly ScriptedPlan[] = [
  script('a task fails once and is cleared', 'remedied', { tasks: alone }),
  script('a task fails for ever', 'escalated', { tasks: forEver }),
  script('what a failure blocked is cleared with it', 'remedied', { tasks: chain }),
  script('a plan has two clears', 'remedied', {
    tasks: [{ taskId: 'load_0', outcomes: [fails, fails, succeeds] }],
    plan: [{ clear: {} }, { clear: {}, after: '30s' }, { escalate: 'oncall' }],
  }),
  script('two failures share a descendant', 'remedied', {
    tasks: [
      { taskId: 'load_0', outcomes: [fails, succeeds] },
      { taskId: 'load_1', outcomes: [lost, succeeds] },
      { taskId: 'load_2', upstream: ['load_0', 'load_1'] },
    ],
  }),
  script('some indexes of a mapped task fail', 'remedied', {
    tasks: [{ taskId: 'load_0', mapped: 4, outcomesByMapIndex: { '1': [fails, succeeds], '3': [fails, succeeds] } }],
  }),
  script('Airflow retries by itself', 'recovered', {
    tasks: [{ taskId: 'load_0', retries: 1, retryDelayMs: minuteMs, outcomes: [fails, succeeds] }],
    alerts: { forRetry: 1 },
  }),
  script('a leaf is set to success and its run queued', 'remedied', {
    tasks: [{ taskId: 'load_0' }, { taskId: 'opt_1', upstream: ['load_0'], outcomes: [fails] }],
  }),
  script('a task above others is set to success', 'remedied', {
    tasks: [
      { taskId: 'opt_0', outcomes: [fails] },
      { taskId: 'load_1', upstream: ['opt_0'] },
    ],
  }),
  script('a failure is ignored', 'ignored', { tasks: [{ taskId: 'ign_0', outcomes: [fails] }] }),
  script('a failure is for a person', 'escalated', { tasks: [{ taskId: 'esc_0', outcomes: [fails] }] }),
  script('a task is protected', 'escalated', { tasks: [{ taskId: 'keep_0', outcomes: [fails] }] }),
  script('a protected task is blocked below', 'escalated', {
    tasks: [
      { taskId: 'load_0', outcomes: [fails] },
      { taskId: 'keep_1', upstream: ['load_0'] },
    ],
  }),
  script('the deployment observes', 'observed', { tasks: alone, mode: 'observe' }),
  script('the tries limit refuses', 'escalated', {
    tasks: [{ taskId: 'load_0', retries: 2, retryDelayMs: 10_000, outcomes: [fails] }],
    guardrails: { tries: { perTaskInstance: 2 } },
  }),
  script('a person marks the task failed while it runs', 'superseded', {
    tasks: [{ taskId: 'load_0', durationMs: 10 * minuteMs }],
    acts: [{ atMinutes: 5, act: { kind: 'mark-task', ...run, taskId: 'load_0', state: 'failed' } }],
    alerts: { early: 1 },
  }),
  script('Airmend is paused and resumed', 'remedied', {
    tasks: alone,
    acts: [
      { atMinutes: 0, act: { kind: 'pause-airmend', scope: whole, forMs: null } },
      { atMinutes: 6, act: { kind: 'resume-airmend' } },
    ],
  }),
  script('a budget holds the second run back', 'remedied', {
    tasks: alone,
    runs: 2,
    guardrails: { budgets: [{ per: 'dag', clears: 1, within: '3m' }] },
  }),
  script('no alert comes', 'remedied', { tasks: alone, alerts: { never: 1 }, searches: true }),
  script('an alert names no run', 'remedied', { tasks: alone, alerts: { withoutRun: 1 } }),
  script('the answer to the clear is empty', 'remedied', { tasks: chain, quirk: 'clear-answer-empty' }),
  script('the clear is applied a minute late', 'remedied', { tasks: chain, quirk: 'write-late' }),
  script('the clear is lost at the closing of its run', 'remedied', {
    tasks: chain,
    quirk: 'clear-lost-at-closing',
    closeMs: 30_000,
  }),
  script('the effect is wider than its proof', 'ignored', {
    tasks: [...chain, { taskId: 'ign_3', outcomes: [fails] }],
    quirk: 'clear-wider-than-preview',
  }),
];

function script(story: string, ends: Outcome, written: Script): ScriptedPlan {
  const {
    tasks,
    runs = 1,
    mode = 'enforce',
    guardrails = {},
    acts = [],
    quirk,
    closeMs = 300,
    searches = false,
  } = written;
  const steps = written.plan ?? [{ clear: {} }, { escalate: 'oncall' }];
  const quietFrom = startAt + 10 * minuteMs;
  const plan: Plan = {
    startAt,
    quietFrom,
    endAt: quietFrom + 22 * minuteMs,
    deadlineMs: 15 * minuteMs,
    dags: [{ dagId: run.dagId, tasks }],
    runs: Array.from({ length: runs }, (_, index) => ({
      at: startAt + 3 * minuteMs,
      dagId: run.dagId,
      dagRunId: `scheduled__${index}`,
      logicalAt: startAt + index,
    })),
    configs: [{ from: startAt, mode, policy: policyWith(guardrails, steps) }],
    acts: acts.map(({ atMinutes, act }) => ({ at: startAt + atMinutes * minuteMs, act })),
    quirks: quirk === undefined ? [] : [{ at: startAt, name: quirk, occasions: 1 }],
    outages: [],
    alerts: { ...quiet, ...written.alerts },
    queue: { duplicated: 0, delayed: 0, reordered: 0, undeleted: 0 },
    faultShare: 1,
    closeMs,
    flavour: 'core',
    skewsMs: [0, 0],
    discoveryEveryMs: searches ? 2 * minuteMs : 60 * minuteMs,
    dagsInConfig: [run.dagId],
    adoptFailuresSince: null,
    keepClosedMs: 24 * 60 * minuteMs,
    personAtPreviewShare: 0,
  };
  return { story, ends, plan };
}

/** The rules have the names that the invariants know. */
function policyWith(guardrails: Record<string, unknown>, plan: readonly Record<string, unknown>[]) {
  return {
    version: 1,
    mode: 'enforce',
    guardrails: {
      deadline: { within: '15m' },
      tell: { within: '10m' },
      protect: [{ taskId: [{ prefix: 'keep_' }] }],
      ...guardrails,
    },
    rules: [
      { name: 'optional', match: { taskId: [{ prefix: 'opt_' }] }, plan: [{ setState: 'success' }] },
      { name: 'ignored', match: { taskId: [{ prefix: 'ign_' }] }, plan: [{ ignore: true }] },
      { name: 'told', match: { taskId: [{ prefix: 'esc_' }] }, plan: [{ escalate: 'owners' }] },
      { name: 'rest', match: { taskId: [{ exists: true }] }, plan },
    ],
    otherwise: [{ escalate: 'oncall' }],
  };
}
