import { createAirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import { intervals, toLookSettings } from '../../shared/core/config/intervals.ts';
import { decide } from '../../shared/core/decide/decide.ts';
import type { LookInput } from '../../shared/core/decide/look-input.ts';
import { openIncident } from '../../shared/core/incident/begin-look.ts';
import { newBudget } from '../../shared/core/incident/budget.ts';
import { newControl } from '../../shared/core/incident/control.ts';
import { createDecidingPolicy } from '../../shared/core/policy/deciding-policy.ts';
import { parsePolicy } from '../../shared/core/policy/parse-policy.ts';
import { adopt } from '../../shared/look/adopt.ts';
import { look } from '../../shared/look/look.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { createModelAirflow } from '../../test/simulation/model-airflow.ts';
import type { BenchRow } from '../policy/policy.ts';
import { compareTimes } from '../policy/timing.ts';
import { measureBurst } from './burst.ts';
import { type MeteredLedger, startMeteredLedger } from './metered-ledger.ts';
import { watchCalls } from './watch-calls.ts';

const start = Date.parse('2026-11-24T02:00:00Z');
const run = { deploymentId: 'runtime-1', dagId: 'etl', dagRunId: 'scheduled__1' };
const deployment = {
  name: 'production',
  deploymentId: run.deploymentId,
  mode: 'enforce',
  airflowUrl: null,
  defaultChannel: 'oncall',
} as const;
const settings = toLookSettings(intervals.parse({}));

/** What a look costs: calls for 1 and for 1,000 failed mapped instances, and decisions beside parsing the same truth. */
async function runBenchmark(): Promise<{ title: string; notes: string[]; rows: BenchRow[] }> {
  const metered = await startMeteredLedger();
  const [one, many] = [await countCalls(1, metered), await countCalls(1_000, metered)];
  await metered.close();
  const rows: BenchRow[] = [
    sameRow('acting look: API calls beside pages and logs', one.acting.api, many.acting.api, 5 + 1),
    logsRow(one.acting.logs, many.acting.logs),
    sameRow('waiting look: API calls beside the pages', one.waiting.api, many.waiting.api, 1),
    sameRow('acting look: ledger calls', one.acting.ledger, many.acting.ledger, null),
    sameRow('waiting look: ledger calls', one.waiting.ledger, many.waiting.ledger, null),
    sameRow('acting look: DynamoDB read units', one.acting.readUnits, many.acting.readUnits, null),
    sameRow('acting look: DynamoDB write units', one.acting.writeUnits, many.acting.writeUnits, null),
    recordedRow(one.acting.recordedUnits, many.acting.recordedUnits),
    sameRow('waiting look: DynamoDB read units', one.waiting.readUnits, many.waiting.readUnits, null),
    sameRow('waiting look: DynamoDB write units', one.waiting.writeUnits, many.waiting.writeUnits, null),
    sameRow('SQS messages that the sweep sends for the next look', one.messages, many.messages, 1),
    await burstRow(),
    await measureDecisions(),
  ];
  return { title: 'one look', notes: ['counted at the ports; a listing counts as its pages and is left out'], rows };
}

export { runBenchmark as run };

function sameRow(what: string, one: number, many: number, most: number | null): BenchRow {
  const goal = most === null ? 'equal for 1 and 1,000' : `equal for 1 and 1,000, at most ${most}`;
  return {
    what,
    measured: `${one} for 1, ${many} for 1,000 failed instances`,
    goal,
    holds: one === many && (most === null || many <= most),
  };
}

/** It holds the listing, deflated: it grows as the pages do. */
function recordedRow(one: number, many: number): BenchRow {
  const measured = `${one} for 1, ${many} for 1,000 failed instances`;
  return { what: 'acting look: DynamoDB write units of the look that is kept', measured, goal: null, holds: true };
}

function logsRow(one: number, many: number): BenchRow {
  const measured = `${one} for 1, ${many} for 1,000 failed instances`;
  return {
    what: 'acting look: logs read, a sample of the failed instances',
    measured,
    goal: 'at most 3',
    holds: one <= 3 && many <= 3,
  };
}

const burst = { reports: 10_000, runs: 100 };
const looksPerRunMax = 1.2;

async function burstRow(): Promise<BenchRow> {
  const { looksPerRun, covered } = await measureBurst(burst, settings, loadPolicy());
  const { reports, runs } = burst;
  return {
    what: `looks per run before its first write or outcome, ${reports.toLocaleString('en')} reports of ${runs} runs at once`,
    measured: `${looksPerRun.toFixed(2)} (${covered.toLocaleString('en')} reports covered)`,
    goal: `at most ${looksPerRunMax}`,
    holds: looksPerRun <= looksPerRunMax,
  };
}

interface Calls {
  api: number;
  logs: number;
  ledger: number;
  readUnits: number;
  writeUnits: number;
  /** Of the looks that are kept for `explain`. */
  recordedUnits: number;
}

/** One look that acts and one that waits, and how many messages lead to the one after. */
async function countCalls(
  instances: number,
  metered: MeteredLedger,
): Promise<{ acting: Calls; waiting: Calls; messages: number }> {
  let now = start;
  const run = { deploymentId: `runtime-${instances}`, dagId: 'etl', dagRunId: 'scheduled__1' };
  const model = createAirflowModel();
  const log = ['Task failed with exception', 'ConnectionResetError: reset'];
  const failsOnce = [
    { result: 'failed', how: 'exception', log },
    { result: 'success', durationMs: 600_000 },
  ] as const;
  model.addDag({ dagId: 'etl', tasks: [{ taskId: 'load', mapped: instances, outcomes: failsOnce }] }, now);
  model.triggerRun({ dagId: run.dagId, dagRunId: run.dagRunId, logicalAt: now }, now);
  const calls = { api: 0, logs: 0, ledger: 0 };
  const airflow = watchCalls<Airflow>(
    createModelAirflow(model, () => now),
    (name) => {
      if (name === 'readLogTail') calls.logs += 1;
      else if (name !== 'listTaskInstances') calls.api += 1;
    },
  );
  const ledger = watchCalls<Ledger>(metered.ledger, () => {
    calls.ledger += 1;
  });
  const policy = loadPolicy();
  const world = {
    airflow,
    ledger,
    notifier: { send: async () => {} },
    journal: { note: () => {} },
    policy,
    decide: async (input: LookInput) => decide(input),
    settings,
    deployment: { ...deployment, deploymentId: run.deploymentId },
    clock: () => now,
    newId: () => 'intent',
  };
  await adopt(
    ledger,
    { deploymentId: run.deploymentId, mode: 'enforce', adoptFailuresSince: null },
    policy.policy,
    now,
  );
  now += 120_000;
  model.advance(now);
  const acting = await counted(calls, metered, () => look(run, { receivedAt: now - 10_000, report: null }, world));
  now += 60_000;
  const waiting = await counted(calls, metered, () => look(run, null, world));
  const due = await metered.ledger.listDue(now + 3_600_000, 100);
  const messages = due.filter((work) => work.kind === 'look' && work.run.deploymentId === run.deploymentId).length;
  return { acting, waiting, messages };
}

async function counted(
  calls: { api: number; logs: number; ledger: number },
  { units, recordedLooks }: MeteredLedger,
  action: () => Promise<unknown>,
): Promise<Calls> {
  Object.assign(calls, { api: 0, logs: 0, ledger: 0 });
  Object.assign(units, { read: 0, write: 0, indexWrite: 0 });
  recordedLooks.write = 0;
  await action();
  return { ...calls, readUnits: units.read, writeUnits: units.write, recordedUnits: recordedLooks.write };
}

function loadPolicy() {
  const rule = { name: 'all', match: { dagId: [{ exists: true }] }, plan: [{ clear: {} }, { escalate: 'oncall' }] };
  const guardrails = { blastRadius: { taskInstances: 1_000 } };
  const parsed = parsePolicy({
    text: JSON.stringify({
      version: 1,
      mode: 'enforce',
      guardrails,
      rules: [rule],
      otherwise: [{ escalate: 'oncall' }],
    }),
  });
  if (!parsed.ok) throw new Error('the benchmark has a bad policy');
  return createDecidingPolicy(parsed.policy);
}

/** A decision on a run of forty tasks, one of which failed, beside `JSON.parse` of the truth it was made from. */
async function measureDecisions(): Promise<BenchRow> {
  const input = aLookInput();
  const text = JSON.stringify(input.truth);
  const { decided = Number.NaN, parsed = Number.NaN } = await compareTimes({
    parsed: () => repeat(() => JSON.parse(text)),
    decided: () => repeat(() => decide(input)),
  });
  const perSecond = Math.round((1e9 * repetitions) / decided);
  return {
    what: `decisions, beside JSON.parse of the same truth (${text.length} bytes)`,
    measured: `${(decided / parsed).toFixed(2)}× (${perSecond.toLocaleString('en')} a second)`,
    goal: null,
    holds: true,
  };
}

const repetitions = 500;

function repeat(action: () => unknown): void {
  for (let count = 0; count < repetitions; count += 1) action();
}

function aLookInput(): LookInput {
  const base = {
    mapIndex: -1,
    tryNumber: 1,
    maxTries: 0,
    startedAt: start,
    endedAt: start,
    durationSeconds: 1,
    operator: 'PythonOperator',
    queue: 'default',
    pool: 'default_pool',
  };
  const taskInstances = Array.from({ length: 40 }, (_, index) => ({
    ...base,
    taskId: `task_${index}`,
    state: index === 39 ? ('failed' as const) : ('success' as const),
  }));
  const dag = {
    dagId: 'etl',
    isPaused: false,
    isActive: true,
    hasImportErrors: false,
    maxActiveRuns: 16,
    tags: [],
    owners: [],
  };
  const log = {
    taskId: 'task_39',
    mapIndex: -1,
    tryNumber: 1,
    kind: 'text',
    text: 'Task failed with exception\nConnectionResetError: reset',
  } as const;
  const now = start + 60_000;
  return {
    now,
    policy: loadPolicy(),
    settings,
    deployment,
    abilities: { addressesMapIndex: false },
    truth: {
      observedAt: now,
      run: {
        dagId: 'etl',
        dagRunId: run.dagRunId,
        state: 'failed',
        runType: 'scheduled',
        logicalAt: start,
        startedAt: start,
        endedAt: start,
      },
      taskInstances,
      dag,
      logs: [log],
    },
    incident: openIncident(run, 'production', now),
    control: { ...newControl(run.deploymentId), adoptedAt: 0, enforcedSince: { 'rule:all': 0, otherwise: 0 } },
    budget: newBudget(run.deploymentId),
  };
}
