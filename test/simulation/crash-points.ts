import type { Outcome } from '../../shared/core/incident/outcome.ts';
import type { CallFaultName } from './fault.ts';
import { createWatch } from './invariants/watch.ts';
import { createRandom } from './random.ts';
import type { ScriptedPlan } from './scripted-plans.ts';
import { simulate } from './simulation.ts';

/** How a process dies at a port call. */
export const deaths = ['crash-before-effect', 'crash-after-effect', 'crash-after-answer'] as const;

export interface CrashPoint {
  /** Counts all port calls of the world, from 1. */
  readonly call: number;
  readonly death: (typeof deaths)[number];
}

export interface CrashedWorld {
  readonly violations: readonly string[];
  readonly outcome: Outcome | null;
  /** The numbers of the port calls while faults may strike, those of the sweep and of the looks apart. */
  readonly lookCalls: readonly number[];
  readonly sweepCalls: readonly number[];
}

/** Lets a scripted world happen with processes that die at the given port calls. */
export async function simulateCrashes({ plan }: ScriptedPlan, crashes: readonly CrashPoint[]): Promise<CrashedWorld> {
  const byCall = new Map<number, CallFaultName>(crashes.map(({ call, death }) => [call, death]));
  const lookCalls: number[] = [];
  const sweepCalls: number[] = [];
  const watch = createWatch();
  const drawFault = (_call: unknown, number: number, isSweep: boolean): CallFaultName | null => {
    (isSweep ? sweepCalls : lookCalls).push(number);
    return byCall.get(number) ?? null;
  };
  const world = await simulate(plan, createRandom('scripted'), drawFault, [watch]);
  const first = world.ledger.incidents().find(({ run }) => run.dagRunId === plan.runs[0]?.dagRunId);
  return { violations: watch.violations, outcome: first?.closing?.outcome ?? null, lookCalls, sweepCalls };
}

/** The first few crashes that break an invariant or leave the incident open. */
export async function findBroken(scripted: ScriptedPlan, crashes: Iterable<readonly CrashPoint[]>): Promise<string[]> {
  const found: string[] = [];
  for (const points of crashes) {
    const { violations, outcome } = await simulateCrashes(scripted, points);
    const why = violations[0] ?? (outcome === null ? 'the incident has no outcome' : null);
    if (why !== null) found.push(`${points.map(({ call, death }) => `${death} of call ${call}`).join(', ')}: ${why}`);
    if (found.length > 3) break;
  }
  return found;
}
