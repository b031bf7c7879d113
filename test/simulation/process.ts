import type { SimulatedConfig } from './plan.ts';

/** One invocation of a function: it lives from one message (or tick) to its end or its crash. */
export interface SimulatedProcess {
  readonly name: string;
  readonly isSweep: boolean;
  /** The policy and mode it was deployed with. */
  readonly config: SimulatedConfig;
  /** How far its clock is ahead (ms). */
  readonly skewMs: number;
  readonly onDeath: () => void;
  isAlive: boolean;
  /** A fault struck one of its calls: what it would have done next may never come. */
  wasStruck: boolean;
}

/** Its promises are never settled again. */
export function kill(process: SimulatedProcess): void {
  if (!process.isAlive) return;
  process.isAlive = false;
  process.onDeath();
}
