import { LedgerError } from '../../shared/ports/ledger.ts';
import { QueueError } from '../../shared/ports/queue.ts';
import { remediate, sweep } from './functions.ts';
import { kill, type SimulatedProcess } from './process.ts';
import { hit, isQuiet, type SimulatedWorld } from './world.ts';

const sweepEveryMs = 60_000;

/** Lambda: lookers that take messages as long as there are some, and a sweep each minute. */
export function startHosts(world: SimulatedWorld): void {
  const free = [...world.plan.skewsMs];
  const pump = (): void => {
    for (;;) {
      const skewMs = free[0];
      if (skewMs === undefined) return;
      const message = world.queue.receive(world.time.now, isQuiet(world));
      if (message === null) break;
      free.shift();
      const { messageId, body } = message;
      const onFree = (): void => {
        free.push(skewMs);
        world.time.after(0, pump);
      };
      invoke(world, skewMs, onFree, {
        work: (process) => remediate(world, process, message),
        done: (process) => {
          world.queue.acknowledge(messageId, isQuiet(world));
          world.tell({ kind: 'handled', process, messageId, body });
        },
        subject: `${messageId} ${body}`,
      });
    }
  };
  world.queue.onVisible = (at) => world.time.at(at, pump);
  const tick = (): void => {
    startSweep(world);
    if (!isQuiet(world) && world.random.chance(world.plan.queue.duplicated / 10)) startSweep(world);
    world.tell({ kind: 'minute' });
    world.time.after(sweepEveryMs, tick);
  };
  world.time.after(world.random.int(0, sweepEveryMs), tick);
}

function startSweep(world: SimulatedWorld): void {
  const skews = world.plan.skewsMs;
  const skewMs = skews[world.random.int(0, skews.length - 1)] ?? 0;
  invoke(world, skewMs, () => undefined, {
    work: (process) => sweep(world, process),
    done: () => undefined,
    subject: 'sweep',
  });
}

interface Invocation {
  readonly subject: string;
  readonly work: (process: SimulatedProcess) => Promise<void>;
  readonly done: (process: SimulatedProcess) => void;
}

function invoke(world: SimulatedWorld, skewMs: number, onFree: () => void, { subject, work, done }: Invocation): void {
  world.processes += 1;
  const process: SimulatedProcess = {
    name: `${subject === 'sweep' ? 's' : 'p'}${world.processes}`,
    isSweep: subject === 'sweep',
    config: configNow(world),
    skewMs,
    onDeath: onFree,
    isAlive: true,
    wasStruck: false,
  };
  if (skewMs !== 0) hit(world, 'clock-skew');
  world.trace.write(world.time.now, `${process.name} begins: ${subject}`);
  work(process).then(
    () => {
      if (!process.isAlive) return;
      world.trace.write(world.time.now, `${process.name} ends`);
      done(process);
      kill(process);
    },
    (error: unknown) => {
      if (!process.isAlive) return;
      world.trace.write(world.time.now, `${process.name} fails: ${error instanceof Error ? error.message : 'unknown'}`);
      if (!(error instanceof LedgerError) && !(error instanceof QueueError))
        world.tell({ kind: 'failed', process, error });
      kill(process);
    },
  );
}

function configNow({ plan, time }: SimulatedWorld) {
  const deployed = plan.configs.findLast(({ from }) => from <= time.now) ?? plan.configs[0];
  if (deployed === undefined) throw new Error('the plan deploys nothing');
  return deployed;
}
