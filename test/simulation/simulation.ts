import { type AirflowModel, createAirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import type { ClearTaskInstances } from '../../sandbox/airflow-model/clear-request.ts';
import { createAlerts } from './alerts.ts';
import type { Happening } from './happening.ts';
import { startHosts } from './hosts.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { createModelAirflow } from './model-airflow.ts';
import { actPerson } from './persons.ts';
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';
import { SimulatedQueue } from './simulated-queue.ts';
import { SimulatedQuirks } from './simulated-quirks.ts';
import { Trace } from './trace.ts';
import { VirtualTime } from './virtual-time.ts';
import { type FaultSource, hit, type SimulatedWorld } from './world.ts';

/** Sees all that happens and says what must never have happened. */
export interface Watcher {
  see(happening: Happening, world: SimulatedWorld): void;
}

/** Lets one world happen from its start to its end, with the real core, look, remediate and sweep in it. */
export async function simulate(
  plan: Plan,
  random: Random,
  drawFault: FaultSource,
  watchers: readonly Watcher[],
): Promise<SimulatedWorld> {
  const world = createWorld(plan, random, drawFault, watchers);
  const { time, model } = world;
  for (const dag of plan.dags) model.addDag(dag, plan.startAt);
  const alerts = createAlerts(world);
  onModelEvent.set(world, alerts.onEvent);
  for (const run of plan.runs) {
    time.at(run.at, () => void model.triggerRun({ ...run, runType: 'scheduled' }, time.now));
    alerts.early(run);
  }
  for (const { at, act } of plan.acts) time.at(at, () => actPerson(world, act));
  for (const { at, name, occasions } of plan.quirks)
    time.at(at, () => {
      world.trace.write(time.now, `quirk ${name} ${occasions}`);
      world.quirks.switchOn(name, occasions);
    });
  for (const { from } of plan.configs.slice(1)) time.at(from, () => hit(world, 'policy-change'));
  forgetEachQuarter(world);
  time.at(plan.quietFrom, () => beQuiet(world));
  for (let minutes = 0; minutes <= 60; minutes += 10) time.at(plan.quietFrom + minutes * 60_000, () => redrive(world));
  startHosts(world);
  await time.runUntil(plan.endAt, model);
  world.tell({ kind: 'over' });
  return world;
}

const onModelEvent = new WeakMap<
  SimulatedWorld,
  (event: Parameters<ReturnType<typeof createAlerts>['onEvent']>[0]) => void
>();

function createWorld(plan: Plan, random: Random, drawFault: FaultSource, watchers: readonly Watcher[]): SimulatedWorld {
  const time = new VirtualTime(plan.startAt);
  const model = createAirflowModel({
    flavour: plan.flavour,
    timing: { closeMs: plan.closeMs },
    onEvent: (event) => onModelEvent.get(world)?.(event),
  });
  const hits = new Map<string, number>();
  const onHit = (name: string): void => hit({ hits }, name);
  const world: SimulatedWorld = {
    plan,
    time,
    random: random.fork('run'),
    model,
    airflow: createModelAirflow(
      listened(model, (request) => world.tell({ kind: 'arrived', request })),
      () => time.now,
    ),
    ledger: createMemoryLedger(),
    queue: new SimulatedQueue(plan.queue, random.fork('queue'), onHit),
    quirks: new SimulatedQuirks(model, (name, times) => hits.set(name, (hits.get(name) ?? 0) + times)),
    drawFault,
    trace: new Trace(plan.startAt),
    staleDue: [],
    hits,
    portCalls: 0,
    processes: 0,
    tell(happening) {
      for (const watcher of watchers) watcher.see(happening, world);
    },
  };
  return world;
}

/** The model, with an ear at its clear. */
function listened(model: AirflowModel, onClear: (request: ClearTaskInstances) => void): AirflowModel {
  return {
    ...model,
    clear(request, now) {
      onClear(request);
      return model.clear(request, now);
    },
  };
}

const quarterMs = 900_000;

/** TTL, a quarter of an hour late at most. */
function forgetEachQuarter(world: SimulatedWorld): void {
  const forget = (): void => {
    for (const run of world.ledger.forgetClosedBefore(world.time.now - world.plan.keepClosedMs)) {
      hit(world, 'forgotten');
      world.trace.write(world.time.now, `forgotten ${run.dagId}/${run.dagRunId}`);
      world.tell({ kind: 'forgotten', run });
    }
    world.time.after(quarterMs, forget);
  };
  world.time.after(quarterMs, forget);
}

/** Nothing goes wrong from now on. */
function beQuiet(world: SimulatedWorld): void {
  world.quirks.switchOff();
  world.trace.write(world.time.now, 'quiet from now on');
}

/** A person puts back what was parked. */
function redrive(world: SimulatedWorld): void {
  const redriven = world.queue.redrive(world.time.now);
  if (redriven === 0) return;
  hit(world, 'redriven');
  world.trace.write(world.time.now, `${redriven} dead letters are put back`);
}
