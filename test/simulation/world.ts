import type { AirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { DueWork } from '../../shared/ports/ledger.ts';
import type { CallFaultName, PortCall } from './fault.ts';
import type { Happening } from './happening.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { SimulatedQuirks } from './simulated-quirks.ts';
import type { Trace } from './trace.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Decides which fault, if any, strikes a port call. `number` counts the calls of the whole simulation. */
export type FaultSource = (call: PortCall, number: number, isSweep: boolean) => CallFaultName | null;

/** One simulated world: the real core and look run in it, everything else is simulated. */
export interface SimulatedWorld {
  readonly plan: Plan;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly model: AirflowModel;
  /** The port before faults. */
  readonly airflow: Airflow;
  readonly ledger: MemoryLedger;
  readonly queue: SimulatedQueue;
  readonly quirks: SimulatedQuirks;
  readonly drawFault: FaultSource;
  readonly trace: Trace;
  /** What the due index held some seconds ago. */
  readonly staleDue: DueWork[];
  readonly hits: Map<string, number>;
  portCalls: number;
  processes: number;
  tell(happening: Happening): void;
}

export function hit({ hits }: { hits: Map<string, number> }, name: string): void {
  hits.set(name, (hits.get(name) ?? 0) + 1);
}

export function isQuiet({ plan, time }: Pick<SimulatedWorld, 'plan' | 'time'>): boolean {
  return time.now >= plan.quietFrom;
}
