import type { AffectedInstance } from '../airflow-model/answer.ts';
import type { DagView, RunView, TaskInstanceView } from '../airflow-model/read-model.ts';
import { writeDate } from '../astro-server/wire.ts';

export function writeTaskInstance(run: RunView, one: TaskInstanceView): object {
  return {
    dag_id: run.dagId,
    dag_run_id: run.dagRunId,
    duration: one.durationSeconds,
    end_date: writeDate(one.endedAt),
    execution_date: writeDate(run.logicalAt),
    executor: null,
    executor_config: '{}',
    hostname: one.tryNumber > 0 ? 'worker-1' : '',
    map_index: one.mapIndex,
    max_tries: one.maxTries,
    note: null,
    operator: one.operator,
    pid: null,
    pool: one.pool,
    pool_slots: 1,
    priority_weight: 1,
    queue: one.queue,
    queued_when: writeDate(one.queuedAt),
    rendered_fields: {},
    rendered_map_index: null,
    sla_miss: null,
    start_date: writeDate(one.startedAt),
    state: one.state === 'none' ? null : one.state,
    task_display_name: one.taskId,
    task_id: one.taskId,
    trigger: null,
    triggerer_job: null,
    try_number: one.tryNumber,
    unixname: 'airflow',
  };
}

/** Names a task instance without its map index. */
export function writeReference({ dagId, dagRunId, logicalAt, taskId }: AffectedInstance): object {
  return { dag_id: dagId, dag_run_id: dagRunId, execution_date: writeDate(logicalAt), task_id: taskId };
}

export function writeRun(run: RunView): object {
  const logicalDate = writeDate(run.logicalAt);
  return {
    conf: {},
    dag_id: run.dagId,
    dag_run_id: run.dagRunId,
    data_interval_end: logicalDate,
    data_interval_start: logicalDate,
    end_date: writeDate(run.endedAt),
    execution_date: logicalDate,
    external_trigger: run.runType === 'manual',
    last_scheduling_decision: writeDate(run.endedAt),
    logical_date: logicalDate,
    note: null,
    run_type: run.runType,
    start_date: writeDate(run.startedAt),
    state: run.state,
  };
}

export function writeDag(dag: DagView): object {
  return {
    dag_display_name: dag.dagId,
    dag_id: dag.dagId,
    default_view: 'grid',
    description: null,
    file_token: `token-of-${dag.dagId}`,
    fileloc: '/opt/airflow/dags/dags.py',
    has_import_errors: dag.hasImportErrors,
    has_task_concurrency_limits: false,
    is_active: dag.isActive,
    is_paused: dag.isPaused,
    is_subdag: false,
    last_expired: null,
    last_parsed_time: null,
    last_pickled: null,
    max_active_runs: dag.maxActiveRuns,
    max_active_tasks: 16,
    max_consecutive_failed_dag_runs: 0,
    next_dagrun: null,
    next_dagrun_create_after: null,
    next_dagrun_data_interval_end: null,
    next_dagrun_data_interval_start: null,
    owners: dag.owners,
    pickle_id: null,
    root_dag_id: null,
    schedule_interval: null,
    scheduler_lock: null,
    tags: dag.tags.map((name) => ({ name })),
    timetable_description: 'Never, external triggers only',
  };
}
