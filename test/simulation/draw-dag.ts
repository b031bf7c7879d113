import type {
  DagDefinition,
  FailureKind,
  Outcome,
  TaskDefinition,
} from '../../sandbox/airflow-model/dag-definition.ts';
import { canaryLines } from './canary.ts';
import type { Random } from './random.ts';

const secondMs = 1_000;
const minuteMs = 60_000;

/** A DAG of one seed: some tasks fail, for some starts or for ever, in each of the ways that Airflow knows. */
export function drawDag(random: Random, dagId: string, otherDagId: string | null): DagDefinition {
  const count = random.int(4, 8);
  const names = Array.from({ length: count }, (_, index) => `${random.pick(kinds)}_${index}`);
  const tasks = names.map((taskId, index) => drawTask(random, taskId, names.slice(0, index)));
  const marker = otherDagId !== null && random.chance(0.08);
  return {
    dagId,
    tasks: marker ? [...tasks, { taskId: 'marker', marks: { dagId: otherDagId, taskId: names[0] ?? '' } }] : tasks,
    ...(random.chance(0.15) ? { maxActiveRuns: 1 } : {}),
    ...(random.chance(0.1) ? { dependsOnPast: true } : {}),
    owners: ['team'],
  };
}

/** The prefix tells what the policy does with the task. */
const kinds = [
  ...(['load', 'load', 'load', 'load', 'load', 'load', 'load', 'load', 'load', 'load'] as const),
  ...(['opt', 'opt', 'skip', 'ign', 'keep', 'esc', 'slow', 'slow'] as const),
] as const;

function drawTask(random: Random, taskId: string, above: readonly string[]): TaskDefinition {
  const upstream = above.filter(() => random.chance(1.6 / Math.max(2, above.length)));
  const retries = random.chance(0.35) ? random.int(1, 2) : 0;
  const mapped = random.chance(0.2) ? random.int(2, 5) : null;
  return {
    taskId,
    upstream,
    retries,
    retryDelayMs: random.int(20, 240) * secondMs,
    durationMs: drawDuration(random, taskId),
    ...(random.chance(0.08) ? { triggerRule: 'all_done' } : {}),
    ...(random.chance(0.04) ? { defersMs: random.int(10, 90) * secondMs } : {}),
    ...(mapped === null ? { outcomes: drawOutcomes(random) } : { mapped, outcomesByMapIndex: byIndex(random, mapped) }),
  };
}

function drawDuration(random: Random, taskId: string): number {
  if (taskId.startsWith('slow')) return random.int(10, 40) * minuteMs;
  return random.chance(0.7) ? random.int(1, 20) * secondMs : random.int(20, 300) * secondMs;
}

function byIndex(random: Random, mapped: number): Record<string, Outcome[]> {
  return Object.fromEntries(Array.from({ length: mapped }, (_, index) => [String(index), drawOutcomes(random)]));
}

const failures: readonly [FailureKind, ...FailureKind[]] = [
  'exception',
  'exception',
  'exception',
  'no-retry',
  'timeout',
  'killed',
  'lost-worker',
];

function drawOutcomes(random: Random): Outcome[] {
  if (random.chance(0.68)) return [{ result: 'success' }];
  const failing = random.chance(0.2) ? null : random.pick([1, 1, 1, 2, 3]);
  const how = random.pick(failures);
  const log = random.chance(0.4) ? null : [random.chance(0.3) ? random.pick(canaryLines) : 'the rows are not there'];
  const failed: Outcome = { result: 'failed', how, log };
  if (failing === null) return [failed];
  return [...Array.from({ length: failing }, () => failed), { result: random.chance(0.95) ? 'success' : 'skipped' }];
}

/** How many task instances one run of the DAG has. */
export function countInstances({ tasks }: DagDefinition): number {
  return tasks.reduce((sum, { mapped }) => sum + (typeof mapped === 'number' ? mapped : 1), 0);
}
