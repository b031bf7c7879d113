import type { Run } from '../shared/core/airflow/run.ts';
import type { TaskInstance } from '../shared/core/airflow/task-instance.ts';
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

/** A successful, unmapped task instance of `load`. */
export function aTaskInstance(given: Partial<TaskInstance> = {}): TaskInstance {
  return {
    taskId: 'load',
    mapIndex: -1,
    state: 'success',
    tryNumber: 1,
    maxTries: 0,
    startedAt: null,
    endedAt: null,
    durationSeconds: null,
    operator: null,
    queue: null,
    pool: null,
    ...given,
  };
}

export function aRun(given: Partial<Run> = {}): Run {
  return {
    dagId: 'etl',
    dagRunId: 'scheduled__1',
    state: 'failed',
    runType: 'scheduled',
    logicalAt: null,
    startedAt: null,
    endedAt: null,
    ...given,
  };
}
