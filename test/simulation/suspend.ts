import { type CallFaultName, effectOf, errorOf, type PortCall } from './fault.ts';
import { kill, type SimulatedProcess } from './process.ts';
import { hit, isQuiet, type SimulatedWorld } from './world.ts';

/** What one port call does when its time has come, and how it reads in the trace. */
export interface Suspended<Answer> extends PortCall {
  readonly subject: string;
  readonly effect: () => Promise<Answer>;
  readonly show: (answer: Answer) => string;
  readonly onAnswer?: ((answer: Answer | Error) => void) | undefined;
  readonly onFault?: ((fault: CallFaultName) => void) | undefined;
}

const latencyMs = {
  airflow: [20, 400],
  ledger: [2, 30],
  notifier: [10, 80],
  queue: [5, 40],
  parking: [5, 40],
} as const;
/** Within the request limit, so that a write that is sent in time takes effect in time. */
const slowMs = [1_000, 15_000] as const;
/** A suspended process, up to minutes: longer than it takes to be replaced. */
const frozenMs = [20_000, 900_000] as const;

/**
 * Every port call is a suspension point: its effect and its answer happen at drawn times, in between anything else may happen,
 * and a fault may strike it. The promise of a process that died is never settled.
 */
export function suspend<Answer>(
  world: SimulatedWorld,
  process: SimulatedProcess,
  call: Suspended<Answer>,
): Promise<Answer> {
  if (!process.isAlive) return never();
  world.portCalls += 1;
  const fault = drawFault(world, process, call);
  if (fault !== null) {
    hit(world, fault);
    process.wasStruck = true;
    call.onFault?.(fault);
    world.trace.write(world.time.now, `${process.name} ${call.port}.${call.operation} ${call.subject} !! ${fault}`);
  }
  if (fault === 'crash-before-effect') {
    kill(process);
    return never();
  }
  return new Promise((resolve, reject) => {
    const [least, most] = fault === 'slow' ? slowMs : latencyMs[call.port];
    world.time.after(world.random.int(least, most), () => {
      takeEffect(world, process, call, fault, { resolve, reject });
    });
  });
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function drawFault(world: SimulatedWorld, { isSweep }: SimulatedProcess, call: PortCall): CallFaultName | null {
  const drawn = isQuiet(world) ? null : world.drawFault(call, world.portCalls, isSweep);
  if (drawn !== null || call.port !== 'airflow') return drawn;
  const outage = world.plan.outages.find(({ from, until }) => world.time.now >= from && world.time.now < until);
  if (outage === undefined) return null;
  hit(world, 'outage');
  if (outage.code === 'unauthorized') return 'unauthorized';
  if (outage.code === 'throttled') return 'throttled';
  return outage.code === 'server-error' ? 'server-error' : 'unreachable-before-effect';
}

interface Settling<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

function takeEffect<Answer>(
  world: SimulatedWorld,
  process: SimulatedProcess,
  call: Suspended<Answer>,
  fault: CallFaultName | null,
  settling: Settling<Answer>,
): void {
  const { takesEffect, dies, error } = fault === null ? effectOf('slow', call) : effectOf(fault, call);
  const answerWith = (settle: () => void): void => {
    if (dies === 'after-effect') kill(process);
    const [least, most] = fault === 'frozen' && !isQuiet(world) ? frozenMs : latencyMs[call.port];
    world.time.after(world.random.int(least, most), () => {
      if (!process.isAlive) return;
      settle();
      // What follows this answer up to the next port call still runs; that call never comes.
      if (dies === 'after-answer') kill(process);
    });
  };
  const refuse = (failure: Error): void =>
    answerWith(() => {
      call.onAnswer?.(failure);
      settling.reject(failure);
    });
  if (!takesEffect) {
    refuse(error ?? errorOf(call, 'server-error', 'unknown'));
    return;
  }
  call.effect().then(
    (answer) => {
      const line = `${process.name} ${call.port}.${call.operation} ${call.subject} -> ${call.show(answer)}`;
      world.trace.write(world.time.now, line);
      if (error !== null) refuse(error);
      else
        answerWith(() => {
          call.onAnswer?.(answer);
          settling.resolve(answer);
        });
    },
    (failure: unknown) => {
      const known = failure instanceof Error ? failure : new Error('a port rejected with no error');
      world.trace.write(
        world.time.now,
        `${process.name} ${call.port}.${call.operation} ${call.subject} x ${known.message}`,
      );
      refuse(known);
    },
  );
}
