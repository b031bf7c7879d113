import { drawPlan } from './draw-plan.ts';
import { callFaultNames, faultsOf } from './fault.ts';
import { createWatch } from './invariants/watch.ts';
import type { Plan } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { simulate } from './simulation.ts';
import type { FaultSource } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  readonly digest: string;
  readonly violations: readonly string[];
  readonly hits: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly portCalls: number;
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
    digest: world.trace.digest(),
    violations: watch.violations,
    hits: world.hits,
    outcomes: watch.outcomes,
    portCalls: world.portCalls,
    trace: world.trace.lines,
  };
}

/** Strikes the drawn share of the calls until it is quiet. A crash is as likely as any other fault. */
function createFaults(plan: Plan, random: Random): FaultSource {
  const weights = callFaultNames.map(() => random.next() ** 2);
  return (call, number) => {
    if (number < 3 || plan.faultShare === 0 || !random.chance(plan.faultShare)) return null;
    return pickWeighted(random, faultsOf(call), weights);
  };
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
