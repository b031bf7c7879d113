import type { TaskInstanceRecord } from './run-record.ts';
import { taskInstancesOf } from './run-record.ts';
import { endStart } from './worker.ts';
import type { World } from './world.ts';
import { makeDue } from './world.ts';

export interface Interruption {
  /** `killed`: SIGKILL, the supervisor lives and sees it within seconds. `lost-worker`: Airflow notices at the heartbeat timeout. */
  readonly how: 'killed' | 'lost-worker';
  /** Narrow what is struck; absent: everything that runs. */
  readonly dagId?: string;
  readonly dagRunId?: string;
  readonly taskId?: string;
  readonly mapIndex?: number;
}

const killSeenAfterMs = 3_000;

/** Strikes running processes dead. Says how many. */
export function interrupt(world: World, what: Interruption, now: number): number {
  let struck = 0;
  for (const dag of world.dags.values()) {
    if (what.dagId !== undefined && what.dagId !== dag.dagId) continue;
    for (const run of dag.runs) {
      if (what.dagRunId !== undefined && what.dagRunId !== run.dagRunId) continue;
      for (const { taskInstance } of taskInstancesOf(run)) {
        const start = taskInstance.starts.at(-1);
        if (!isMeant(what, taskInstance) || start === undefined || start.ending !== null) continue;
        endStart(start, what.how, now);
        const seenAfterMs = what.how === 'killed' ? killSeenAfterMs : world.timing.heartbeatTimeoutMs;
        makeDue(world, run, taskInstance, now + seenAfterMs);
        struck += 1;
      }
    }
  }
  return struck;
}

function isMeant(what: Interruption, { state, taskId, mapIndex }: TaskInstanceRecord): boolean {
  if (state !== 'running') return false;
  return (
    (what.taskId === undefined || what.taskId === taskId) && (what.mapIndex === undefined || what.mapIndex === mapIndex)
  );
}
