import type { Invariant } from './invariant.ts';

/**
 * Every clear that arrives at Airflow selects explicitly: one run, at least one task, failed and blocked instances only
 * (`onlyFailed`), no relative, past or future. Judged on what the API got, behind the adapter's flags.
 */
export function selectors(): Invariant {
  return {
    name: 'explicit selectors',
    see(happening, { violated }) {
      if (happening.kind !== 'arrived') return;
      const { request } = happening;
      const { dagRunId, taskIds, onlyFailed, onlyRunning, includeUpstream, includeFuture, includePast } = request;
      const isWrite = request.isDryRun === false;
      if (dagRunId === undefined || dagRunId === '') violated('a clear names no run');
      if (taskIds === undefined || taskIds.length === 0) violated('a clear names no task');
      if (onlyFailed !== true || onlyRunning !== false) violated('a clear is not for failed instances only');
      if (includeUpstream !== false || includeFuture !== false || includePast !== false)
        violated('a clear leaves relatives, past or future to a default');
      if (isWrite && request.includeDownstream !== false) violated('a clear includes what is below unnamed');
      if (isWrite && request.resetDagRuns !== true) violated('a clear leaves its run finished');
    },
  };
}
