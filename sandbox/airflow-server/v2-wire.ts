import type { AffectedInstance } from '../airflow-model/answer.ts';
import type { DagView, RunView, TaskInstanceView } from '../airflow-model/read-model.ts';

/** A date as pydantic writes it. */
export function writeDate(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace(/\.(\d{3})Z$/, (_end, ms) => `.${ms}000Z`);
}

function writeVersion(dagId: string): object {
  return {
    id: '01a20fbf-b5b9-7f6b-afbc-00036e802e9d',
    version_number: 1,
    dag_id: dagId,
    bundle_name: 'dags-folder',
    bundle_version: null,
    created_at: '2026-01-01T00:00:00.000000Z',
    dag_display_name: dagId,
    bundle_url: null,
  };
}

type Shown = Pick<TaskInstanceView, 'taskId' | 'mapIndex' | 'state' | 'tryNumber' | 'maxTries'> &
  Partial<TaskInstanceView>;

/** Its id changes with each try, and with each clear. */
export function writeTaskInstance(run: RunView, one: Shown): object {
  const ran = one.tryNumber > 0;
  return {
    id: `${run.dagId}/${run.dagRunId}/${one.taskId}/${one.mapIndex}/${one.tryNumber}/${one.maxTries}`,
    task_id: one.taskId,
    dag_id: run.dagId,
    dag_run_id: run.dagRunId,
    map_index: one.mapIndex,
    logical_date: writeDate(run.logicalAt),
    run_after: writeDate(run.logicalAt ?? run.queuedAt ?? 0),
    start_date: writeDate(one.startedAt ?? null),
    end_date: writeDate(one.endedAt ?? null),
    duration: one.durationSeconds ?? null,
    state: one.state === 'none' ? null : one.state,
    try_number: one.tryNumber,
    max_tries: one.maxTries,
    task_display_name: one.taskId,
    dag_display_name: run.dagId,
    hostname: ran ? 'worker-1' : '',
    unixname: 'airflow',
    pool: one.pool ?? 'default_pool',
    pool_slots: 1,
    queue: one.queue ?? 'default',
    priority_weight: 1,
    operator: one.operator ?? null,
    operator_name: one.operator ?? null,
    queued_when: writeDate(one.queuedAt ?? null),
    scheduled_when: writeDate(one.queuedAt ?? null),
    pid: null,
    executor: null,
    executor_config: '{}',
    note: null,
    rendered_map_index: null,
    rendered_fields: {},
    trigger: null,
    triggerer_job: null,
    dag_version: writeVersion(run.dagId),
  };
}

/** A task instance in the answer to a write. */
export function writeAffected(one: AffectedInstance): object {
  const { dagId, dagRunId, logicalAt } = one;
  const dates = { queuedAt: null, startedAt: null, endedAt: null };
  return writeTaskInstance({ dagId, dagRunId, logicalAt, runType: 'manual', state: 'running', ...dates }, one);
}

export function writeCollection(instances: readonly object[], total = instances.length): object {
  return { task_instances: instances, ...totals(total) };
}

export function totals(total: number): object {
  return { total_entries: total, total_entries_limit: null, next_cursor: null, previous_cursor: null };
}

export function writeRun(run: RunView): object {
  const { startedAt, endedAt } = run;
  const logicalDate = writeDate(run.logicalAt);
  return {
    dag_run_id: run.dagRunId,
    dag_id: run.dagId,
    logical_date: logicalDate,
    queued_at: writeDate(run.queuedAt),
    start_date: writeDate(startedAt),
    end_date: writeDate(endedAt),
    duration: startedAt === null || endedAt === null ? null : (endedAt - startedAt) / 1_000,
    data_interval_start: logicalDate,
    data_interval_end: logicalDate,
    run_after: writeDate(run.logicalAt ?? run.queuedAt ?? 0),
    last_scheduling_decision: writeDate(endedAt),
    run_type: run.runType,
    state: run.state,
    triggered_by: 'rest_api',
    triggering_user_name: 'admin',
    conf: {},
    note: null,
    dag_versions: [writeVersion(run.dagId)],
    bundle_version: null,
    dag_display_name: run.dagId,
    partition_key: null,
    partition_date: null,
  };
}

export function writeDag(dag: DagView): object {
  return {
    dag_id: dag.dagId,
    dag_display_name: dag.dagId,
    is_paused: dag.isPaused,
    is_stale: !dag.isActive,
    last_parsed_time: null,
    last_parse_duration: null,
    last_expired: null,
    bundle_name: 'dags-folder',
    bundle_version: null,
    relative_fileloc: 'dags.py',
    fileloc: '/opt/airflow/dags/dags.py',
    description: null,
    timetable_summary: null,
    timetable_description: 'Never, external triggers only',
    timetable_partitioned: false,
    timetable_periodic: false,
    tags: dag.tags.map((name) => ({ name, dag_id: dag.dagId, dag_display_name: dag.dagId })),
    max_active_tasks: 16,
    max_active_runs: dag.maxActiveRuns,
    max_consecutive_failed_dag_runs: 0,
    has_task_concurrency_limits: false,
    has_import_errors: dag.hasImportErrors,
    next_dagrun_logical_date: null,
    next_dagrun_data_interval_start: null,
    next_dagrun_data_interval_end: null,
    next_dagrun_run_after: null,
    allowed_run_types: null,
    owners: dag.owners,
    is_backfillable: false,
    file_token: `token-of-${dag.dagId}`,
  };
}
