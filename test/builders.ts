import type { FailureReport } from '../shared/core/incident/failure-report.ts';

/** A report of a failure in `etl`, run `scheduled__1`; name only what matters to the test. */
export function aReport(given: Partial<FailureReport> = {}): FailureReport {
  return {
    reportId: 'report-1',
    source: 'alertmanager',
    deployment: 'production',
    dagId: 'etl',
    dagRunId: 'scheduled__1',
    taskId: null,
    mapIndex: null,
    tryNumber: null,
    state: null,
    error: null,
    logUrl: null,
    occurredAt: null,
    severity: 'error',
    labels: {},
    dedupeKey: 'alertmanager:1',
    resolved: false,
    ...given,
  };
}
