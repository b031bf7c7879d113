import { AirflowError } from '../core/airflow/airflow-error.ts';
import type { RunReference } from '../core/airflow/run.ts';
import type { TaskInstance } from '../core/airflow/task-instance.ts';
import type { Airflow, TaskInstanceListing } from '../ports/airflow.ts';
import { type Asked, createFailure } from './failure.ts';
import type { ListedTaskInstance, Pages } from './page.ts';

export interface ListingSettings {
  readonly taskInstancesMax: number;
  /** The longest time that one listing may take with all its tries. */
  readonly listingLimitMs: number;
}

type World = ListingSettings & {
  readonly listTaskInstances: (run: RunReference) => Pages<ListedTaskInstance>;
  readonly deployment: string;
  readonly now: () => number;
};

const triesMax = 3;

/**
 * Lists a run whole or not at all. Airflow 2's pages are unordered: rows repeat and go missing,
 * so a listing counts only when its distinct keys equal the total count.
 */
export function createWholeListing(world: World): Airflow['listTaskInstances'] {
  return async (run) => {
    const asked = { operation: 'listTaskInstances', deployment: world.deployment, isWrite: false };
    const startedAt = world.now();
    let pages = 0;
    for (let tries = 1; tries <= triesMax; tries += 1) {
      const listing = await readOnce(world, run, asked, startedAt);
      if (listing === null) return null;
      pages += listing.pages;
      if (listing.taskInstances.length === listing.totalCount) {
        return { taskInstances: listing.taskInstances, logicalAt: listing.logicalAt, pages };
      }
    }
    const message = `the pages shifted while they were read, ${triesMax} times in a row`;
    throw createFailure(asked, 'shifting-listing', message, { mayHaveExecuted: false });
  };
}

type Reading = TaskInstanceListing & { readonly totalCount: number };

async function readOnce(world: World, run: RunReference, asked: Asked, startedAt: number): Promise<Reading | null> {
  const found = new Map<string, ListedTaskInstance>();
  let totalCount = 0;
  let pages = 0;
  try {
    for await (const page of world.listTaskInstances(run)) {
      pages += 1;
      totalCount = page.totalCount;
      refuseLargeRun(world, asked, { totalCount, isLate: world.now() - startedAt > world.listingLimitMs });
      for (const one of page.items) {
        refuseForeignRow(one, run, asked);
        found.set(`${one.mapIndex} ${one.taskId}`, one);
      }
    }
  } catch (error) {
    if (error instanceof AirflowError && error.code === 'not-found') return null;
    throw error;
  }
  const rows = [...found.values()];
  const logicalAt = rows.find((row) => row.logicalAt !== null)?.logicalAt ?? null;
  return { taskInstances: rows.map(toTaskInstance), logicalAt, pages, totalCount };
}

function refuseLargeRun(
  { taskInstancesMax, listingLimitMs }: World,
  asked: Asked,
  { totalCount, isLate }: { totalCount: number; isLate: boolean },
): void {
  if (totalCount <= taskInstancesMax && !isLate) return;
  const why = isLate
    ? `its ${totalCount} task instances can not be listed within ${listingLimitMs} ms`
    : `it has ${totalCount} task instances; at most ${taskInstancesMax} are read`;
  throw createFailure(asked, 'run-too-large', `the run is too large: ${why}`, { mayHaveExecuted: false });
}

function refuseForeignRow(row: ListedTaskInstance, run: RunReference, asked: Asked): void {
  if (row.dagId === run.dagId && row.dagRunId === run.dagRunId) return;
  const message = 'the listing of one run holds task instances of another';
  throw createFailure(asked, 'unreadable-answer', message, { mayHaveExecuted: false });
}

function toTaskInstance({
  dagId: _dag,
  dagRunId: _run,
  logicalAt: _at,
  ...taskInstance
}: ListedTaskInstance): TaskInstance {
  return taskInstance;
}
