import { countInstances } from './draw-dag.ts';
import { drawPlan } from './draw-plan.ts';
import { callFaultNames, faultsOf, type PortCall } from './fault.ts';
import { createWatch } from './invariants/watch.ts';
import type { Plan } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { simulate } from './simulation.ts';
import type { FaultSource } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  readonly flavour: string;
  readonly digest: string;
  readonly violations: readonly string[];
  readonly hits: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly portCalls: number;
  readonly runs: number;
  readonly instances: number;
  readonly trace: readonly string[];
}

/** One seed's world from beginning to end, with all invariants watched. */
export async function simulateSeed(seed: number): Promise<SeedResult> {
  const random = createRandom(`airmend/${seed}`);
  const plan = drawPlan(random.fork('plan'));
  const watch = createWatch();
  const world = await simulate(plan, random, createFaults(plan, random.fork('faults')), [watch]);
  return {
    seed,
    flavour: plan.flavour,
    digest: world.trace.digest(),
    violations: watch.violations,
    hits: world.hits,
    outcomes: watch.outcomes,
    portCalls: world.portCalls,
    runs: plan.runs.length,
    instances: countAll(plan),
    trace: world.trace.lines,
  };
}

/** Strikes the drawn share of the calls until it is quiet. A crash is as likely as any other fault. */
function createFaults(plan: Plan, random: Random): FaultSource {
  const weights = callFaultNames.map(() => random.next() ** 2);
  return (call, number) => {
    const share = isWriteToAirflow(call) ? Math.min(0.6, plan.faultShare * writesAreStruck) : plan.faultShare;
    if (number < 3 || !random.chance(share)) return null;
    return pickWeighted(random, faultsOf(call), weights);
  };
}

/** The few real writes are where it matters most: they are struck more often. */
const writesAreStruck = 5;

function isWriteToAirflow({ port, isWrite }: PortCall): boolean {
  return port === 'airflow' && isWrite;
}

function pickWeighted(random: Random, faults: readonly (typeof callFaultNames)[number][], weights: readonly number[]) {
  const weighted = faults.map((fault) => ({ fault, weight: weights[callFaultNames.indexOf(fault)] ?? 0 }));
  let left = random.next() * weighted.reduce((sum, { weight }) => sum + weight, 0);
  for (const { fault, weight } of weighted) {
    left -= weight;
    if (left <= 0) return fault;
  }
  return faults[0] ?? null;
}

function countAll({ dags, runs }: Plan): number {
  const sizes = new Map(dags.map((dag) => [dag.dagId, countInstances(dag)]));
  return runs.reduce((sum, { dagId }) => sum + (sizes.get(dagId) ?? 0), 0);
}
