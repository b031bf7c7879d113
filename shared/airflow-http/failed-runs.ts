import type { Run } from '../core/airflow/run.ts';
import type { Airflow } from '../ports/airflow.ts';
import { createFailure } from './failure.ts';
import { nullWhereMissing } from './null-where-missing.ts';
import type { Pages } from './page.ts';

interface World {
  readonly deployment: string;
  /** The failed runs of one DAG, or of all, newest end first. */
  readonly listFailedRuns: (query: { dagId: string | null; endedSince: string }) => Pages<Run>;
  /** The runs that are read at most for one answer. */
  readonly runsMax: number;
}

/** Filters and order are sent to save pages; what comes is looked at all the same. */
export function createFailedRunSearch(world: World): Airflow['listFailedRuns'] {
  return async ({ dagId, endedSince, limit }) => {
    const found = new Map<string, Run & { readonly endedAt: number }>();
    const read = readUntil(world, { dagId, endedSince }, (run) => {
      const { endedAt } = run;
      const isMeant = run.state === 'failed' && endedAt !== null && endedAt >= endedSince;
      if (isMeant && (dagId === null || run.dagId === dagId))
        found.set(`${run.dagId} ${run.dagRunId}`, { ...run, endedAt });
      return found.size >= limit;
    });
    await nullWhereMissing(read);
    return [...found.values()].sort((a, b) => b.endedAt - a.endedAt).slice(0, limit);
  };
}

async function readUntil(
  { listFailedRuns, runsMax, deployment }: World,
  { dagId, endedSince }: { dagId: string | null; endedSince: number },
  isEnough: (run: Run) => boolean,
): Promise<void> {
  let read = 0;
  for await (const { items, totalCount } of listFailedRuns({ dagId, endedSince: new Date(endedSince).toISOString() })) {
    if (items.map(isEnough).some(Boolean)) return;
    read += items.length;
    if (read < runsMax || read >= totalCount) continue;
    const asked = { operation: 'listFailedRuns', deployment, isWrite: false };
    const message = `more than ${read} runs are listed; no more are read`;
    throw createFailure(asked, 'run-too-large', message, { mayHaveExecuted: false });
  }
}
