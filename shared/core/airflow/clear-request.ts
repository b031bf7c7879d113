import { InvariantError } from '../diagnostics/invariant-error.ts';

/**
 * What Airmend ever asks a clear to do: named tasks of one named run, failed and blocked instances only.
 * Every other flag of the API is fixed by the adapter (false), so that "all" can't be expressed.
 */
export interface ClearRequest {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly taskIds: readonly [string, ...string[]];
  /** The only map indexes that are meant of some of these tasks, where the API can name them; of all others every failed one is. */
  readonly mapIndexes?: ReadonlyMap<string, readonly number[]> | undefined;
  /** Only true in the dry run that learns which blocked task instances lie below. */
  readonly includeDownstream: boolean;
}

/** Builds a clear request. Throws before any I/O when a selector is empty or blank: an absent selector widens a clear to everything. */
export function createClearRequest(request: {
  dagId: string;
  dagRunId: string;
  taskIds: readonly string[];
  mapIndexes?: ReadonlyMap<string, readonly number[]> | undefined;
  includeDownstream: boolean;
}): ClearRequest {
  const { dagId, dagRunId, includeDownstream, mapIndexes } = request;
  requireSelector('dagId', dagId);
  requireSelector('dagRunId', dagRunId);
  const [first, ...rest] = request.taskIds;
  if (first === undefined) throw new InvariantError('a clear names at least one task id; none was given');
  for (const taskId of request.taskIds) requireSelector('taskIds', taskId);
  for (const [taskId, indexes] of mapIndexes ?? []) requireIndexes(request.taskIds, taskId, indexes);
  const selected = { dagId, dagRunId, taskIds: [first, ...rest], includeDownstream } satisfies ClearRequest;
  return mapIndexes === undefined ? selected : { ...selected, mapIndexes };
}

/** Refuses the empty and the blank selector. */
export function requireSelector(name: string, value: string): void {
  if (value.trim() === '') throw new InvariantError(`a write names its ${name}; it was empty or blank`);
}

/** An empty list of indexes would leave out the task, or mean all of it. */
function requireIndexes(taskIds: readonly string[], taskId: string, indexes: readonly number[]): void {
  const isMeant = taskIds.includes(taskId) && indexes.length > 0 && indexes.every((index) => index >= 0);
  if (!isMeant)
    throw new InvariantError('map indexes are those of a task that the clear names, one at least, from 0 up');
}
