import type { DagDefinition } from '../../sandbox/airflow-model/dag-definition.ts';
import type { Flavour } from '../../sandbox/airflow-model/flavour.ts';
import { type QuirkName, quirkNames } from '../../sandbox/airflow-model/quirk.ts';
import { allDags } from '../../shared/core/airflow/run.ts';
import { drawActs } from './draw-acts.ts';
import { countInstances, drawDag } from './draw-dag.ts';
import { drawGuardrails, drawPolicy } from './draw-policy.ts';
import type { AlertHabits, Plan, PlannedRun, QueueHabits, SimulatedConfig } from './plan.ts';
import type { Random } from './random.ts';

const minuteMs = 60_000;
const startAt = Date.parse('2026-11-24T02:00:00Z');
/** The policies' deadline. */
const deadlineMs = 90 * minuteMs;
const runsMin = 3;
const instancesMin = 30;

/** All that one seed's world will meet. */
export function drawPlan(random: Random): Plan {
  const quietFrom = startAt + random.int(40, 100) * minuteMs;
  const dags = drawDags(random.fork('dags'));
  const runs = drawRuns(random.fork('runs'), dags);
  const ageMinutes = random.pick([25, 60, 24 * 60, 24 * 60]);
  const flavour = random.fork('api').pick<Flavour>(['core', 'core', '2.11', '3.1', '3.3', '3.3']);
  const isCalm = random.chance(0.15);
  const share = (most: number): number => (isCalm ? 0 : random.next() ** 2 * most);
  return {
    startAt,
    quietFrom,
    endAt: quietFrom + deadlineMs + 20 * minuteMs,
    deadlineMs,
    flavour,
    dags,
    runs,
    configs: drawConfigs(random.fork('configs'), { ageMinutes, quietFrom }),
    acts: isCalm && random.chance(0.5) ? [] : drawActs(random.fork('acts'), { dags, runs, startAt, quietFrom }),
    quirks: isCalm ? [] : drawQuirks(random.fork('quirks'), quietFrom),
    outages: isCalm ? [] : drawOutages(random.fork('outages'), quietFrom),
    alerts: drawAlerts(random.fork('alerts')),
    queue: drawQueue(share),
    faultShare: share(0.12),
    closeMs: random.pick([300, 300, 20_000, 60_000]),
    skewsMs: Array.from({ length: random.int(2, 5) }, () => (isCalm ? 0 : random.int(-2_000, 2_000))),
    discoveryEveryMs: random.pick([5, 5, 15, 24 * 60]) * minuteMs,
    dagsInConfig: random.chance(0.6) ? searchedDags(random.fork('searched'), flavour, dags) : [],
    adoptFailuresSince: random.chance(0.3) ? startAt - 60 * minuteMs : null,
    keepClosedMs: 3 * ageMinutes * minuteMs,
    personAtPreviewShare: share(0.2),
  };
}

/** Every DAG at once, where the API can. */
function searchedDags(random: Random, flavour: Flavour, dags: readonly DagDefinition[]): string[] {
  return flavour !== 'core' && random.chance(0.5) ? [allDags] : dags.map(({ dagId }) => dagId);
}

function drawDags(random: Random): DagDefinition[] {
  const names = ['etl', 'billing', 'reports'].slice(0, random.int(2, 3));
  return names.map((dagId, index) => drawDag(random, dagId, names[index + 1] ?? null));
}

/** At least as many runs and task instances as a seed must have. */
function drawRuns(random: Random, dags: readonly DagDefinition[]): PlannedRun[] {
  const runs: PlannedRun[] = [];
  let instances = 0;
  for (let number = 0; runs.length < runsMin || instances < instancesMin; number += 1) {
    const dag = dags[number % dags.length];
    if (dag === undefined) break;
    const at = startAt + random.int(0, 25) * minuteMs + random.int(0, 59_999);
    runs.push({ at, dagId: dag.dagId, dagRunId: `scheduled__${number}`, logicalAt: startAt + number * 1_000 });
    instances += countInstances(dag);
  }
  return runs;
}

function drawConfigs(random: Random, { ageMinutes, quietFrom }: { ageMinutes: number; quietFrom: number }) {
  const guardrails = drawGuardrails(random, ageMinutes);
  const mode = () => (random.chance(0.9) ? 'enforce' : 'observe');
  const config = (from: number): SimulatedConfig => ({
    from,
    mode: mode(),
    policy: drawPolicy(random, mode(), guardrails),
  });
  const changes = random.chance(0.3) ? random.int(1, 2) : 0;
  const times = Array.from({ length: changes }, () => random.int(startAt, quietFrom)).sort((a, b) => a - b);
  return [startAt, ...times].map(config);
}

/** They show only where a clear meets a moment that is rare. */
const needsLuck: ReadonlySet<QuirkName> = new Set([
  'restarting-stuck',
  'descendants-blocked-again',
  'clear-lost-at-closing',
]);

function drawQuirks(random: Random, quietFrom: number) {
  const chosen = quirkNames.filter((name) => random.chance(needsLuck.has(name) ? 0.6 : 0.16));
  return chosen.map((name: QuirkName) => ({
    at: needsLuck.has(name) ? startAt : random.int(startAt, quietFrom),
    name,
    occasions: random.int(1, 3),
  }));
}

function drawOutages(random: Random, quietFrom: number): Plan['outages'] {
  if (!random.chance(0.25)) return [];
  const from = random.int(startAt, quietFrom);
  const until = Math.min(quietFrom, from + random.int(1, 40) * minuteMs);
  return [{ from, until, code: random.pick(['unauthorized', 'server-error', 'unreachable', 'throttled']) }];
}

function drawAlerts(random: Random): AlertHabits {
  const share = (most: number): number => random.next() ** 2 * most;
  return {
    never: random.chance(0.15) ? 1 : share(0.7),
    twice: share(0.6),
    late: share(0.5),
    early: share(0.6),
    forSuccess: share(0.15),
    forRetry: share(0.7),
    withoutRun: share(0.3),
    withoutTask: share(0.5),
    resolved: share(0.2),
    forUnknownRun: share(0.1),
  };
}

function drawQueue(share: (most: number) => number): QueueHabits {
  return { duplicated: share(0.4), delayed: share(0.4), reordered: share(0.8), undeleted: share(0.2) };
}
