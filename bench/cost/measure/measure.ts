import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../../infra/bundle/bundle-functions.ts';
import type { DagDefinition } from '../../../sandbox/airflow-model/dag-definition.ts';
import { parseConfig } from '../../../shared/core/config/parse-config.ts';
import { parsePolicy } from '../../../shared/core/policy/parse-policy.ts';
import { type Functions, loadFunctions } from './functions.ts';
import { addUsage, timesUsage, type Usage } from './usage.ts';
import { startWorld, type World } from './world.ts';

const deployment = 'production';
const ids = { organizationId: 'organization', workspaceId: 'workspace', runtimeId: 'runtime' };
const source = 'alertmanager';
const secret = 'a-secret-of-forty-four-characters-as-generated';
const minuteMs = 60_000;
const startsAt = Date.parse('2026-11-25T02:00:00Z');

/** How many of each are measured. Enough that what all share weighs little. */
export const measuredRuns = 50;
const dagsOfRuns = 5;
const copiesPerAlert = 10;
/** By then every run is closed: two minutes until the clear, five that it runs, and the looks in between. */
const settlesWithinMinutes = 25;
const dayMs = 24 * 60 * minuteMs;

/** What one of each takes. */
export interface Measured {
  readonly remedied: Usage;
  readonly ignored: Usage;
  readonly duplicate: Usage;
  /** One sweep that finds nothing due. */
  readonly sweep: Usage;
  /** One search of one DAG for failed runs, with its part of the sweep that queued it. */
  readonly discovery: Usage;
  /** Series of metrics that were written while nothing failed, and in all. */
  readonly metrics: { readonly idle: number; readonly busy: number };
  /** CPU time to load the bundles: what a cold start takes. */
  readonly loadMs: Readonly<Record<'ingest' | 'remediate' | 'sweep', number>>;
}

/** Runs the deployed bundles against the sandbox's world, on a clock that is moved by hand, and counts every request they make. */
export async function measure(): Promise<Measured> {
  const clock = new SharedArrayBuffer(8);
  const time = new Float64Array(clock);
  time[0] = startsAt;
  Date.now = () => time[0] ?? 0;
  const world = await startWorld({
    deployments: [{ name: deployment, ...ids }],
    secrets: { [`airmend/source/${source}`]: secret },
    clock,
  });
  const bundles = mkdtempSync(join(tmpdir(), 'airmend-cost-'));
  try {
    await bundleFunctions(bundles, documents(world.astroUrl));
    const access = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox' };
    const functions = await loadFunctions(bundles, { ...access, ...world.environment }, () => countCalls(world));
    const pass = (ms: number): void => {
      time[0] = Date.now() + ms;
    };
    return await measureAll({ world, functions, pass });
  } finally {
    await world.stop();
    rmSync(bundles, { recursive: true, force: true });
  }
}

interface Stage {
  readonly world: World;
  readonly functions: Functions;
  readonly pass: (ms: number) => void;
}

async function countCalls(world: World): Promise<number> {
  const { requests } = await world.count();
  return Object.entries(requests).reduce((sum, [name, count]) => sum + (name.startsWith('airflow:') ? count : 0), 0);
}

async function measureAll(stage: Stage): Promise<Measured> {
  const burst = (prefix: string, copies: number) => usageOf(stage, () => playBurst(stage, prefix, copies));
  await minutes(stage, 2);
  // Unmeasured: what runs for the first time is compiled then.
  await playBurst(stage, 'warm_up', 1);
  stage.functions.lines.splice(0);
  const sweep = timesUsage(await usageOf(stage, () => minutes(stage, 60)), 1 / 60);
  const idleMetrics = namedMetrics(stage.functions.lines.splice(0));
  const perRun = (usage: Usage) => timesUsage(addUsage(usage, sweep, -settlesWithinMinutes), 1 / measuredRuns);
  const metrics = new Set(idleMetrics);
  const remedied = perRun(await burst('remedied', 1));
  for (const name of expectEnding(stage, 'remedied')) metrics.add(name);
  const ignored = perRun(await burst('ignored', 1));
  for (const name of expectEnding(stage, 'ignored')) metrics.add(name);
  const withCopies = perRun(await burst('ignored_again', 1 + copiesPerAlert));
  stage.pass(dayMs);
  const searched = await usageOf(stage, () => minutes(stage, 1));
  return {
    remedied,
    ignored,
    duplicate: timesUsage(addUsage(withCopies, ignored, -1), 1 / copiesPerAlert),
    sweep,
    discovery: timesUsage(addUsage(searched, sweep, -1), 1 / (4 * dagsOfRuns)),
    metrics: { idle: idleMetrics.size, busy: metrics.size },
    loadMs: stage.functions.loadMs,
  };
}

/** What was measured has to be what it is called. Gives the metrics that were written. */
function expectEnding({ functions }: Stage, outcome: string): ReadonlySet<string> {
  const lines = functions.lines.splice(0);
  const closed = lines.filter((line) => line.includes('"event":"incident-closed"'));
  const ended = closed.filter((line) => line.includes(`"outcome":"${outcome}"`)).length;
  if (ended !== measuredRuns)
    throw new Error(`${ended} of ${measuredRuns} runs ended as ${outcome}: ${closed[0] ?? ''}`);
  return namedMetrics(lines);
}

/** By CloudWatch's embedded format: each metric is a key beside `_aws`. */
function namedMetrics(lines: readonly string[]): ReadonlySet<string> {
  const embedded = lines.filter((line) => line.startsWith('{"_aws"'));
  return new Set(embedded.flatMap((line) => [...line.matchAll(/"Name":"(\w+)"/g)].map(([, name = '']) => name)));
}

/** Runs fail together, an alert comes for each, and they are left alone or cleared and run again for five minutes. */
async function playBurst({ world, functions, pass }: Stage, prefix: string, copies: number): Promise<void> {
  const runs = Array.from({ length: measuredRuns }, (_, index) => ({
    dagId: `${prefix}_${index % dagsOfRuns}`,
    dagRunId: `scheduled__2026-11-25T02:${String(Math.floor(index / dagsOfRuns)).padStart(2, '0')}:00+00:00`,
  }));
  for (const dagId of new Set(runs.map((run) => run.dagId))) await world.addDag(deployment, aDag(dagId));
  for (const run of runs) await world.trigger(deployment, run);
  pass(2 * minuteMs);
  for (const run of runs)
    for (let copy = 0; copy < copies; copy += 1) await functions.postAlert(source, secret, anAlert(run));
  pass(10_000);
  await functions.drain();
  await minutes({ world, functions, pass }, settlesWithinMinutes);
}

async function minutes({ functions, pass }: Stage, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    pass(minuteMs);
    await functions.tick();
    await functions.drain();
  }
}

async function usageOf({ world, functions }: Stage, play: () => Promise<void>): Promise<Usage> {
  const before = await readUsage(world, functions);
  await play();
  return addUsage(await readUsage(world, functions), before, -1);
}

async function readUsage(world: World, { counts }: Functions): Promise<Usage> {
  const { requests, units } = await world.count();
  const { read, write, indexWrite } = units;
  return {
    functions: structuredClone(counts),
    requests,
    readUnits: read,
    writeUnits: write,
    indexWriteUnits: indexWrite,
  };
}

const reset = ['Traceback (most recent call last):', 'ConnectionResetError: [Errno 104] Connection reset by peer'];

/** Three tasks, of which the middle one fails once; a try takes five minutes when it is run again. */
function aDag(dagId: string): DagDefinition {
  const failsOnce = [
    { result: 'failed', how: 'exception', durationMs: 30_000, log: reset },
    { result: 'success', durationMs: 5 * minuteMs },
  ] as const;
  return {
    dagId,
    maxActiveRuns: measuredRuns,
    tasks: [
      { taskId: 'extract', durationMs: 5_000 },
      { taskId: 'load', upstream: ['extract'], outcomes: failsOnce },
      { taskId: 'publish', upstream: ['load'], durationMs: 5_000 },
    ],
  };
}

/** As Alertmanager sends it, one alert a group. */
function anAlert({ dagId, dagRunId }: { dagId: string; dagRunId: string }): string {
  const labels = {
    alertname: 'AirflowTaskFailed',
    dag_id: dagId,
    run_id: dagRunId,
    task_id: 'load',
    severity: 'critical',
  };
  const alert = {
    status: 'firing',
    labels,
    annotations: { summary: `load of ${dagId} failed` },
    startsAt: new Date(Date.now()).toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: 'c9b1f6a2d3e4f5a6',
  };
  const group = {
    receiver: 'airmend',
    status: 'firing',
    groupLabels: labels,
    commonLabels: labels,
    commonAnnotations: {},
  };
  return JSON.stringify({
    version: '4',
    groupKey: '{}:{}',
    truncatedAlerts: 0,
    ...group,
    externalURL: 'http://alertmanager.example',
    alerts: [alert],
  });
}

/** Nothing but production's defaults, but for budgets that let a burst of this size through. */
function documents(astroUrl: string): { config: string; policy: string } {
  const config = parseConfig({
    text: JSON.stringify({
      version: 1,
      deployments: { [deployment]: { ...ids, baseUrl: astroUrl } },
      sources: { [source]: { kind: 'alertmanager', deployments: [deployment], authentication: { scheme: 'bearer' } } },
      channels: { oncall: {} },
      // Each is measured by itself.
      intervals: { discovery: '24h' },
    }),
  });
  const budgets = [{ per: 'deployment', clears: 500, within: '1h' }];
  const policy = parsePolicy({
    channels: ['oncall'],
    text: JSON.stringify({
      version: 1,
      mode: 'enforce',
      guardrails: { budgets },
      rules: [
        { name: 'ignored', match: { dagId: [{ prefix: 'ignored_' }] }, plan: [{ ignore: true }] },
        {
          name: 'remedied',
          match: { failureClass: ['connection'] },
          plan: [{ clear: {}, after: '2m' }, { escalate: 'oncall' }],
        },
      ],
      otherwise: [{ escalate: 'oncall' }],
    }),
  });
  if (!config.ok || !policy.ok) throw new TypeError('the documents of the measurement do not load');
  return { config: config.canonical, policy: policy.canonical };
}
