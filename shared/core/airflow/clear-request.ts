import { InvariantError } from '../diagnostics/invariant-error.ts';

/**
 * What Airmend ever asks a clear to do: named tasks of one named run, failed and blocked instances only.
 * Every other flag of the API is fixed by the adapter (false), so that "all" can't be expressed.
 */
export interface ClearRequest {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly taskIds: readonly [string, ...string[]];
  /** Only true in the dry run that learns which blocked task instances lie below. */
  readonly includeDownstream: boolean;
}

/** Builds a clear request. Throws before any I/O when a selector is empty or blank: an absent selector widens a clear to everything. */
export function createClearRequest(request: {
  dagId: string;
  dagRunId: string;
  taskIds: readonly string[];
  includeDownstream: boolean;
}): ClearRequest {
  const { dagId, dagRunId, includeDownstream } = request;
  requireSelector('dagId', dagId);
  requireSelector('dagRunId', dagRunId);
  const [first, ...rest] = request.taskIds;
  if (first === undefined) throw new InvariantError('a clear names at least one task id; none was given');
  for (const taskId of request.taskIds) requireSelector('taskIds', taskId);
  return { dagId, dagRunId, taskIds: [first, ...rest], includeDownstream };
}

/** Refuses the empty and the blank selector. */
export function requireSelector(name: string, value: string): void {
  if (value.trim() === '') throw new InvariantError(`a write names its ${name}; it was empty or blank`);
}
