import type { DagDefinition } from '../../sandbox/airflow-model/dag-definition.ts';
import { newControl, type Pause } from '../../shared/core/incident/control.ts';
import { deployment, type PersonAct } from './plan.ts';
import { hit, type SimulatedWorld } from './world.ts';

/** A person does something, in Airflow or with Airmend. What can't be done any more is not done. */
export function actPerson(world: SimulatedWorld, act: PersonAct, how = ''): void {
  const { time, trace } = world;
  hit(world, `person-${act.kind}`);
  trace.write(time.now, `a person: ${JSON.stringify(act)} ${how}`);
  world.model.advance(time.now);
  world.tell({ kind: 'acted', act });
  apply(world, act);
}

function apply(world: SimulatedWorld, act: PersonAct): void {
  const { model, time } = world;
  const { now } = time;
  switch (act.kind) {
    case 'clear-failed': {
      const tasks = (model.listTaskInstances(act.dagId, act.dagRunId) ?? []).filter(({ state }) => state === 'failed');
      const taskIds = [...new Set(tasks.map(({ taskId }) => taskId))];
      const request = {
        dagId: act.dagId,
        dagRunId: act.dagRunId,
        taskIds,
        includeDownstream: true,
        resetDagRuns: true,
      };
      if (taskIds.length > 0) withoutQuirks(world, () => model.clear({ ...request, isDryRun: false }, now));
      return;
    }
    case 'clear-run':
      withoutQuirks(world, () => model.clearRun({ dagId: act.dagId, dagRunId: act.dagRunId, isDryRun: false }, now));
      return;
    case 'mark-task':
      withoutQuirks(world, () => model.setTaskInstanceState({ ...act, isDryRun: false }, now));
      return;
    case 'mark-run':
      withoutQuirks(world, () => model.setRunState(act, now));
      return;
    case 'pause-dag':
      model.setPaused(act.dagId, act.isPaused, now);
      return;
    case 'dag-file':
      model.setDagFile(act.dagId, act.file, now);
      return;
    case 'tag-dag':
      tagDag(world, act.dagId, act.isOff);
      return;
    case 'kill':
      model.interrupt({ how: act.how, dagId: act.dagId }, now);
      return;
    case 'pause-airmend':
      changePauses(world, (pauses) => [...pauses, pauseOf(act, now)]);
      return;
    case 'resume-airmend':
      changePauses(world, () => []);
      return;
    case 'redrive':
      world.queue.redrive(now);
  }
}

/** A person's own write is none that a quirk was meant for. */
function withoutQuirks({ quirks }: SimulatedWorld, write: () => void): void {
  quirks.suspendWhile(write);
}

function tagDag({ plan, model, time }: SimulatedWorld, dagId: string, isOff: boolean): void {
  const definition: DagDefinition | undefined = plan.dags.find((dag) => dag.dagId === dagId);
  if (definition !== undefined) model.addDag({ ...definition, tags: isOff ? ['airmend-off'] : [] }, time.now);
}

function pauseOf({ scope, forMs }: Extract<PersonAct, { kind: 'pause-airmend' }>, now: number): Pause {
  return { scope, by: 'a person', reason: 'maintenance', since: now, until: forMs === null ? null : now + forMs };
}

/** The operator's command reads and swaps at once: nobody comes between. */
function changePauses({ ledger }: SimulatedWorld, change: (pauses: readonly Pause[]) => readonly Pause[]): void {
  void ledger.readControl(deployment.deploymentId).then((stored) => {
    const control = stored?.item ?? newControl(deployment.deploymentId);
    return ledger.recordControl({ ...control, pauses: change(control.pauses) }, stored?.revision ?? null);
  });
}
