import { createFailure } from '../../airflow-http/failure.ts';
import { AirflowError } from '../../core/airflow/airflow-error.ts';
import type { Run } from '../../core/airflow/run.ts';
import { InvariantError } from '../../core/diagnostics/invariant-error.ts';
import type { Airflow } from '../../ports/airflow.ts';
import type { AstroClient } from './client.ts';
import type { RunFilter } from './run-api.ts';

interface World {
  readonly client: AstroClient;
  readonly deployment: string;
  /** The runs of one DAG that are read at most for one answer. */
  readonly runsMax: number;
}

/** The API can't read a run by its id: it is looked for at its logical date, and where that does not find it among the newest. */
export function createRunSearch(world: World): Airflow['readRun'] {
  return async ({ dagId, dagRunId }, { logicalAt }) => {
    const isWanted = (run: Run): boolean => run.dagId === dagId && run.dagRunId === dagRunId;
    if (logicalAt !== null) {
      const found = await findRun(world, dagId, atLogicalDate(logicalAt), isWanted);
      if (found !== null) return found;
    }
    return findAmongNewest(world, dagId, isWanted);
  };
}

/** Filters are sent to save pages and not relied on: names and spellings of this API were inferred. */
export function createFailedRunSearch(world: World): Airflow['listFailedRuns'] {
  return async ({ dagId, endedSince, limit }) => {
    if (dagId === null) throw new InvariantError('this API lists the runs of one DAG at a time');
    const failed = new Map<string, Run & { readonly endedAt: number }>();
    for await (const run of readRuns(world, dagId, { state: 'failed', endDateGte: toIso(endedSince) })) {
      const { endedAt } = run;
      const isMeant = run.dagId === dagId && run.state === 'failed' && endedAt !== null && endedAt >= endedSince;
      if (isMeant) failed.set(run.dagRunId, { ...run, endedAt });
    }
    return [...failed.values()].sort((a, b) => b.endedAt - a.endedAt).slice(0, limit);
  };
}

/** Newest first, or in whatever order there is where the API does not take the field's spelling. */
async function findAmongNewest(world: World, dagId: string, isWanted: (run: Run) => boolean): Promise<Run | null> {
  try {
    return await findRun(world, dagId, { orderBy: '-executionDate' }, isWanted);
  } catch (error) {
    if (error instanceof AirflowError && error.code === 'bad-request') return findRun(world, dagId, {}, isWanted);
    throw error;
  }
}

async function findRun(
  world: World,
  dagId: string,
  filter: RunFilter,
  isWanted: (run: Run) => boolean,
): Promise<Run | null> {
  for await (const run of readRuns(world, dagId, filter)) if (isWanted(run)) return run;
  return null;
}

/** None where the DAG is not there. Past the bound nothing can be said, and nothing is. */
async function* readRuns(
  { client, deployment, runsMax }: World,
  dagId: string,
  filter: RunFilter,
): AsyncGenerator<Run, void, undefined> {
  let read = 0;
  try {
    for await (const { items, totalCount } of client.listDagRuns({ dagId, filter })) {
      yield* items;
      read += items.length;
      if (read >= runsMax && read < totalCount) {
        const asked = { operation: 'listDagRuns', deployment, isWrite: false };
        const message = `not found among ${read} of the ${totalCount} runs of the DAG; no more are read`;
        throw createFailure(asked, 'run-too-large', message, { mayHaveExecuted: false });
      }
    }
  } catch (error) {
    if (!(error instanceof AirflowError && error.code === 'not-found')) throw error;
  }
}

/** Airflow keeps microseconds: the millisecond's whole width. */
function atLogicalDate(logicalAt: number): RunFilter {
  return { executionDateGte: toIso(logicalAt), executionDateLte: toIso(logicalAt + 1) };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
