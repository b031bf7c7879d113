import { deployment } from '../plan.ts';
import type { SimulatedProcess } from '../process.ts';
import type { Context, Invariant } from './invariant.ts';
import { describe } from './proved-writes.ts';

/**
 * An effect that is wider than its proof is detected and the deployment pauses itself: where the answer to a clear names more than
 * the listing had of the named tasks, or another run or DAG, a process that no fault struck since does not end before the deployment is paused.
 * (What neither the answer nor the run's own listing shows can't be detected, and is not asked for.)
 */
export function widerEffects(): Invariant {
  const pending = new Map<SimulatedProcess, string>();
  return {
    name: 'a wider effect pauses the deployment',
    see(happening, context) {
      if (happening.kind === 'answered' && happening.write.kind === 'clear' && !(happening.answer instanceof Error)) {
        const wider = widerOf(happening.process, happening.write.request, happening.answer, context);
        if (wider === null) return;
        happening.process.wasStruck = false;
        pending.set(happening.process, `${describe(happening.write)}: ${wider}`);
      }
      if (happening.kind !== 'handled') return;
      const what = pending.get(happening.process);
      pending.delete(happening.process);
      if (what === undefined || happening.process.wasStruck) return;
      const pauses = context.world.ledger.control(deployment.deploymentId)?.pauses ?? [];
      const isResumed = context.chronicle.pauses.some(
        ({ endedAt }) => endedAt > context.world.time.now - 60_000 && endedAt <= context.world.time.now,
      );
      if (!isResumed && !pauses.some(({ scope }) => scope.dagId === null && scope.dagRunId === null))
        context.violated(what);
    },
  };
}

function widerOf(
  process: SimulatedProcess,
  request: { dagId: string; dagRunId: string; taskIds: readonly string[] },
  answer: readonly { dagId: string; dagRunId: string; taskId: string }[],
  { chronicle }: Context,
): string | null {
  const listing = chronicle.listing(process, request);
  const foreign = answer.find(({ dagId, dagRunId }) => dagId !== request.dagId || dagRunId !== request.dagRunId);
  if (foreign !== undefined) return `it touched ${foreign.dagRunId}`;
  for (const { taskId } of answer) {
    const touched = answer.filter((one) => one.taskId === taskId).length;
    const meant = (listing?.taskInstances ?? []).filter(
      (one) => one.taskId === taskId && (one.state === 'failed' || one.state === 'upstream_failed'),
    ).length;
    if (!request.taskIds.includes(taskId) || touched > meant) return `it touched ${touched} of ${taskId}`;
  }
  return null;
}
