import type { LateWrite } from './late-write.ts';
import { applyLateWrite } from './late-write.ts';
import { passOverRun } from './scheduler.ts';
import { progress } from './worker.ts';
import type { World } from './world.ts';
import { findGroup, requireDag } from './world.ts';

/** Lets the scheduler, the workers and late writes do all that is due by `now`, in time order. */
export function advanceWorld(world: World, lateWrites: LateWrite[], now: number): void {
  for (;;) {
    const late = lateWrites[0];
    const entry = world.agenda.takeDue(late === undefined ? now : Math.min(now, late.appliesAt));
    if (entry !== null) {
      const { at, run, taskInstance } = entry;
      const dag = requireDag(world, run.dagId);
      if (taskInstance === null) passOverRun(world, dag, run, at);
      else progress({ world, dag, run, group: findGroup(run, taskInstance), taskInstance, at });
    } else if (late !== undefined && late.appliesAt <= now) {
      lateWrites.shift();
      applyLateWrite(world, late);
    } else return;
  }
}
