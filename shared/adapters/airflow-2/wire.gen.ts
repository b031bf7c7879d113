// Generated from openapi.json by `npm run generate`. Do not edit.

export interface Operations {
  getVersion: {
    path: {};
    query: {};
    body: null;
    answer: VersionInfo;
  };
  getDag: {
    path: {
      dag_id: string;
    };
    query: {};
    body: null;
    answer: DAG;
  };
  getTasks: {
    path: {
      dag_id: string;
    };
    query: {
      order_by?: string;
    };
    body: null;
    answer: TaskCollection;
  };
  getDagRuns: {
    path: {
      dag_id: string;
    };
    query: {
      limit?: number;
      offset?: number;
      end_date_gte?: string;
      end_date_lte?: string;
      state?: string[];
      order_by?: string;
    };
    body: null;
    answer: DAGRunCollection;
  };
  postClearTaskInstances: {
    path: {
      dag_id: string;
    };
    query: {};
    body: ClearTaskInstances;
    answer: TaskInstanceReferenceCollection;
  };
  postSetTaskInstancesState: {
    path: {
      dag_id: string;
    };
    query: {};
    body: UpdateTaskInstancesState;
    answer: TaskInstanceReferenceCollection;
  };
  getDagRun: {
    path: {
      dag_id: string;
      dag_run_id: string;
    };
    query: {};
    body: null;
    answer: DAGRun;
  };
  updateDagRunState: {
    path: {
      dag_id: string;
      dag_run_id: string;
    };
    query: {};
    body: UpdateDagRunState;
    answer: DAGRun;
  };
  getTaskInstances: {
    path: {
      dag_id: string;
      dag_run_id: string;
    };
    query: {
      limit?: number;
      offset?: number;
      state?: string[];
    };
    body: null;
    answer: TaskInstanceCollection;
  };
  patchMappedTaskInstance: {
    path: {
      dag_id: string;
      dag_run_id: string;
      task_id: string;
      map_index: number;
    };
    query: {};
    body: UpdateTaskInstance;
    answer: TaskInstanceReference;
  };
  getLog: {
    path: {
      dag_id: string;
      dag_run_id: string;
      task_id: string;
      task_try_number: number;
    };
    query: {
      full_content?: boolean;
      map_index?: number;
      token?: string;
    };
    body: null;
    answer: Log;
  };
  getEventLogs: {
    path: {};
    query: {
      limit?: number;
      order_by?: string;
      dag_id?: string;
      task_id?: string;
      run_id?: string;
      map_index?: number;
      try_number?: number;
    };
    body: null;
    answer: EventLogCollection;
  };
}
export interface VersionInfo {
  version?: string;
  git_version?: string | null;
}
export interface DAG {
  dag_id?: string;
  is_paused?: boolean | null;
  is_active?: boolean | null;
  has_import_errors?: boolean | null;
  max_active_runs?: number | null;
  tags?:
    | {
        name?: string;
      }[]
    | null;
  owners?: string[];
}
export interface TaskCollection {
  tasks?: {
    task_id?: string;
    trigger_rule?: string;
    downstream_task_ids?: string[];
  }[];
  total_entries?: number;
}
export interface DAGRunCollection {
  dag_runs?: DAGRun[];
  total_entries?: number;
}
export interface DAGRun {
  dag_run_id?: string;
  dag_id?: string;
  logical_date?: string | null;
  execution_date?: string | null;
  start_date?: string | null;
  end_date?: string | null;
  run_type?: string;
  state?: string;
}
export interface ClearTaskInstances {
  dry_run?: boolean;
  task_ids?: string[];
  start_date?: string;
  end_date?: string;
  only_failed?: boolean;
  only_running?: boolean;
  include_subdags?: boolean;
  include_parentdag?: boolean;
  reset_dag_runs?: boolean;
  dag_run_id?: string | null;
  include_upstream?: boolean;
  include_downstream?: boolean;
  include_future?: boolean;
  include_past?: boolean;
}
export interface TaskInstanceReferenceCollection {
  task_instances?: TaskInstanceReference[];
}
/**
 * A real write to one task instance is answered with `{}`.
 */
export interface TaskInstanceReference {
  task_id?: string;
  dag_id?: string;
  execution_date?: string | null;
  dag_run_id?: string;
}
export interface UpdateTaskInstancesState {
  /**
   * Left out: 500 up to 2.7 (airflow#35166).
   */
  dry_run?: boolean;
  task_id: string;
  execution_date?: string;
  dag_run_id?: string;
  include_upstream: boolean;
  include_downstream: boolean;
  include_future: boolean;
  include_past: boolean;
  new_state: 'success' | 'failed' | 'skipped';
}
export interface UpdateDagRunState {
  state?: 'success' | 'failed' | 'queued';
}
export interface TaskInstanceCollection {
  task_instances?: TaskInstance[];
  total_entries?: number;
}
export interface TaskInstance {
  task_id?: string;
  dag_id?: string;
  dag_run_id?: string;
  execution_date?: string | null;
  map_index?: number;
  start_date?: string | null;
  end_date?: string | null;
  duration?: number | null;
  state?: string | null;
  try_number?: number;
  max_tries?: number;
  operator?: string | null;
  queue?: string | null;
  pool?: string | null;
}
export interface UpdateTaskInstance {
  /**
   * 2.5 and 2.6: false by default.
   */
  dry_run?: boolean;
  new_state?: 'success' | 'failed' | 'skipped';
}
export interface Log {
  /**
   * The text form of a Python list of pairs, `[('host', '…')]`.
   */
  content?: string;
  continuation_token?: string;
}
export interface EventLogCollection {
  event_logs?: {
    event_log_id?: number;
    when?: string;
    dag_id?: string | null;
    task_id?: string | null;
    run_id?: string | null;
    map_index?: number | null;
    try_number?: number | null;
    event?: string;
    extra?: string | null;
  }[];
  total_entries?: number;
}

export const routes = {
  getVersion: {
    method: 'GET',
    template: '/api/v1/version',
  },
  getDag: {
    method: 'GET',
    template: '/api/v1/dags/{dag_id}',
  },
  getTasks: {
    method: 'GET',
    template: '/api/v1/dags/{dag_id}/tasks',
  },
  getDagRuns: {
    method: 'GET',
    template: '/api/v1/dags/{dag_id}/dagRuns',
  },
  postClearTaskInstances: {
    method: 'POST',
    template: '/api/v1/dags/{dag_id}/clearTaskInstances',
  },
  postSetTaskInstancesState: {
    method: 'POST',
    template: '/api/v1/dags/{dag_id}/updateTaskInstancesState',
  },
  getDagRun: {
    method: 'GET',
    template: '/api/v1/dags/{dag_id}/dagRuns/{dag_run_id}',
  },
  updateDagRunState: {
    method: 'PATCH',
    template: '/api/v1/dags/{dag_id}/dagRuns/{dag_run_id}',
  },
  getTaskInstances: {
    method: 'GET',
    template: '/api/v1/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances',
  },
  patchMappedTaskInstance: {
    method: 'PATCH',
    template: '/api/v1/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}',
  },
  getLog: {
    method: 'GET',
    template: '/api/v1/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/logs/{task_try_number}',
  },
  getEventLogs: {
    method: 'GET',
    template: '/api/v1/eventLogs',
  },
} as const;
