/** What every clear says besides its selectors: each flag of the API explicitly, so that none is left to a default. */
export const clearFlags = {
  onlyFailed: true,
  onlyRunning: false,
  includeUpstream: false,
  includeFuture: false,
  includePast: false,
  includeSubDags: false,
  includeParentDags: false,
  resetDagRuns: true,
} as const;

/** What every set-state says besides its selectors. */
export const setStateFlags = {
  includeDownstream: false,
  includeUpstream: false,
  includeFuture: false,
  includePast: false,
} as const;
