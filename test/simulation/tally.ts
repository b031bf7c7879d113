import { quirkNames } from '../../sandbox/airflow-model/quirk.ts';
import { outcomes } from '../../shared/core/incident/outcome.ts';
import { callFaultNames } from './fault.ts';
import type { SeedResult } from './simulate-seed.ts';

/** What many seeds met, added up. Plain data: it crosses from the workers. */
export interface Tally {
  seeds: number;
  portCalls: number;
  portCallsMin: number;
  runsMin: number;
  instancesMin: number;
  readonly hits: Record<string, number>;
  readonly outcomes: Record<string, number>;
  /** Seeds by whose rules Airflow follows. */
  readonly flavours: Record<string, number>;
  readonly failures: { readonly seed: number; readonly violations: readonly string[] }[];
  /** One digest of all traces, in the order of the seeds. */
  readonly digests: Record<number, string>;
}

/** Everything that a world can meet. Each must be met at scale, or the simulation proves less than it says. */
const expected: readonly string[] = [
  ...callFaultNames,
  ...quirkNames.filter((name) => name !== 'clear-ignores-map-index'),
  'outage',
  'clock-skew',
  'policy-change',
  'forgotten',
  'dead-letter',
  'redriven',
  'message-duplicated',
  'message-delayed',
  'message-reordered',
  'message-again',
  'alert-never',
  'alert-twice',
  'alert-late',
  'alert-early',
  'alert-for-success',
  'alert-for-retry',
  'alert-for-unknown-run',
  'person-clear-failed',
  'person-clear-run',
  'person-mark-task',
  'person-mark-run',
  'person-pause-dag',
  'person-dag-file',
  'person-tag-dag',
  'person-kill',
  'person-pause-airmend',
  'person-resume-airmend',
];

/** From so many seeds on each fault must be hit once in a hundred seeds, less three standard deviations, and each outcome reached. */
const scaleMin = 2_000;
const seedsPerHitMax = 100;

export function newTally(): Tally {
  return {
    seeds: 0,
    portCalls: 0,
    portCallsMin: Number.MAX_SAFE_INTEGER,
    runsMin: Number.MAX_SAFE_INTEGER,
    instancesMin: Number.MAX_SAFE_INTEGER,
    hits: {},
    outcomes: {},
    flavours: {},
    failures: [],
    digests: {},
  };
}

export function addSeed(tally: Tally, result: SeedResult): void {
  tally.seeds += 1;
  tally.portCalls += result.portCalls;
  tally.portCallsMin = Math.min(tally.portCallsMin, result.portCalls);
  tally.runsMin = Math.min(tally.runsMin, result.runs);
  tally.instancesMin = Math.min(tally.instancesMin, result.instances);
  for (const [name, count] of result.hits) tally.hits[name] = (tally.hits[name] ?? 0) + count;
  tally.flavours[result.flavour] = (tally.flavours[result.flavour] ?? 0) + 1;
  for (const [name, count] of result.outcomes) tally.outcomes[name] = (tally.outcomes[name] ?? 0) + count;
  if (result.violations.length > 0) tally.failures.push({ seed: result.seed, violations: result.violations });
  tally.digests[result.seed] = result.digest;
}

export function addTally(tally: Tally, other: Tally): void {
  tally.seeds += other.seeds;
  tally.portCalls += other.portCalls;
  tally.portCallsMin = Math.min(tally.portCallsMin, other.portCallsMin);
  tally.runsMin = Math.min(tally.runsMin, other.runsMin);
  tally.instancesMin = Math.min(tally.instancesMin, other.instancesMin);
  for (const [name, count] of Object.entries(other.hits)) tally.hits[name] = (tally.hits[name] ?? 0) + count;
  for (const [name, count] of Object.entries(other.outcomes))
    tally.outcomes[name] = (tally.outcomes[name] ?? 0) + count;
  for (const [name, count] of Object.entries(other.flavours))
    tally.flavours[name] = (tally.flavours[name] ?? 0) + count;
  tally.failures.push(...other.failures);
  Object.assign(tally.digests, other.digests);
}

/** What a run of this size should have met and has not. */
export function shortfalls({ seeds, hits, outcomes: reached, portCallsMin, runsMin, instancesMin }: Tally): string[] {
  const small = [
    ...(portCallsMin < 200 ? [`a seed made only ${portCallsMin} port calls`] : []),
    ...(runsMin < 3 ? [`a seed had only ${runsMin} runs`] : []),
    ...(instancesMin < 30 ? [`a seed had only ${instancesMin} task instances`] : []),
  ];
  if (seeds < scaleMin) return small;
  const meant = seeds / seedsPerHitMax;
  const rare = expected
    .filter((name) => (hits[name] ?? 0) < meant - 3 * Math.sqrt(meant))
    .map((name) => `${name} was hit only ${hits[name] ?? 0} times`);
  const unreached = outcomes
    .filter((outcome) => reached[outcome] === undefined)
    .map((name) => `no incident ended as ${name}`);
  return [...small, ...rare, ...unreached];
}

export function renderTally({ seeds, hits, outcomes: reached, flavours, portCalls, portCallsMin }: Tally): string {
  const rows = (counts: Record<string, number>): string[] =>
    Object.entries(counts)
      .sort(([left], [right]) => left.localeCompare(right))
      .map(([name, count]) => `  ${name.padEnd(28)} ${String(count).padStart(9)}`);
  return [
    'faults and misbehaviours hit',
    ...rows(hits),
    'outcomes reached',
    ...rows(reached),
    'seeds by flavour of Airflow',
    ...rows(flavours),
    `port calls a seed: at least ${portCallsMin}, on average ${Math.round(portCalls / Math.max(1, seeds))}`,
  ].join('\n');
}
