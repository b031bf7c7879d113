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
    answer: DAGResponse;
  };
  getTasks: {
    path: {
      dag_id: string;
    };
    query: {
      order_by?: string;
    };
    body: null;
    answer: TaskCollectionResponse;
  };
  getDagRuns: {
    path: {
      dag_id: string;
    };
    query: {
      /**
       * More than 100 is silently cut to 100 (`maximum_page_limit`).
       */
      limit?: number;
      offset?: number;
      end_date_gte?: string;
      end_date_lte?: string;
      state?: string[];
      order_by?: string[];
    };
    body: null;
    answer: DAGRunCollectionResponse;
  };
  postClearTaskInstances: {
    path: {
      dag_id: string;
    };
    query: {};
    body: ClearTaskInstancesBody;
    answer: TaskInstanceCollectionResponse;
  };
  getDagRun: {
    path: {
      dag_id: string;
      dag_run_id: string;
    };
    query: {};
    body: null;
    answer: DAGRunResponse;
  };
  patchDagRun: {
    path: {
      dag_id: string;
      dag_run_id: string;
    };
    query: {
      update_mask?: string[];
    };
    body: DAGRunPatchBody;
    answer: DAGRunResponse;
  };
  getTaskInstances: {
    path: {
      dag_id: string;
      dag_run_id: string;
    };
    query: {
      /**
       * More than 100 is silently cut to 100 (`maximum_page_limit`).
       */
      limit?: number;
      offset?: number;
      state?: string[];
      order_by?: string[];
    };
    body: null;
    answer: TaskInstanceCollectionResponse;
  };
  patchTaskInstanceByMapIndex: {
    path: {
      dag_id: string;
      dag_run_id: string;
      task_id: string;
      map_index: number;
    };
    query: {
      update_mask?: string[];
    };
    body: PatchTaskInstanceBody;
    answer: TaskInstanceCollectionResponse;
  };
  patchTaskInstanceDryRunByMapIndex: {
    path: {
      dag_id: string;
      dag_run_id: string;
      task_id: string;
      map_index: number;
    };
    query: {
      update_mask?: string[];
    };
    body: PatchTaskInstanceBody;
    answer: TaskInstanceCollectionResponse;
  };
  getLog: {
    path: {
      dag_id: string;
      dag_run_id: string;
      task_id: string;
      try_number: number;
    };
    query: {
      full_content?: boolean;
      map_index?: number;
      token?: string;
    };
    body: null;
    answer: TaskInstancesLogResponse;
  };
  getEventLogs: {
    path: {};
    query: {
      limit?: number;
      dag_id?: string;
      task_id?: string;
      run_id?: string;
      map_index?: number;
      try_number?: number;
      order_by?: string[];
    };
    body: null;
    answer: EventLogCollectionResponse;
  };
}
export interface VersionInfo {
  version: string;
  git_version?: string | null;
}
export interface DAGResponse {
  dag_id: string;
  is_paused: boolean;
  is_stale: boolean;
  has_import_errors: boolean;
  max_active_runs?: number | null;
  tags: {
    name: string;
  }[];
  owners: string[];
}
export interface TaskCollectionResponse {
  tasks: {
    task_id?: string | null;
    trigger_rule?: string | null;
    downstream_task_ids?: string[] | null;
  }[];
  total_entries?: number;
}
export interface DAGRunCollectionResponse {
  dag_runs: DAGRunResponse[];
  total_entries: number;
}
export interface DAGRunResponse {
  dag_run_id: string;
  dag_id: string;
  logical_date?: string | null;
  queued_at?: string | null;
  start_date?: string | null;
  end_date?: string | null;
  run_after?: string;
  run_type: string;
  state: string;
}
export interface ClearTaskInstancesBody {
  dry_run?: boolean;
  start_date?: string | null;
  end_date?: string | null;
  only_failed?: boolean;
  only_running?: boolean;
  reset_dag_runs?: boolean;
  /**
   * A bare id of a mapped task means all its indexes; a pair means one.
   */
  task_ids?: (string | (string | number)[])[] | null;
  dag_run_id?: string | null;
  include_upstream?: boolean;
  include_downstream?: boolean;
  include_future?: boolean;
  include_past?: boolean;
  /**
   * 3.3 takes null: as the DAG says, or the config.
   */
  run_on_latest_version?: boolean | null;
  prevent_running_task?: boolean;
  note?: string | null;
}
export interface TaskInstanceCollectionResponse {
  task_instances: TaskInstanceResponse[];
  /**
   * Exact where the listing is paged by offset.
   */
  total_entries: number;
}
export interface TaskInstanceResponse {
  /**
   * A UUID that every clear and retry replaces: never a key.
   */
  id: string;
  task_id: string;
  dag_id: string;
  dag_run_id: string;
  map_index: number;
  logical_date?: string | null;
  run_after?: string;
  start_date?: string | null;
  end_date?: string | null;
  duration?: number | null;
  state?: string | null;
  try_number: number;
  max_tries: number;
  operator?: string | null;
  queue?: string | null;
  pool: string;
}
export interface DAGRunPatchBody {
  state?: 'queued' | 'success' | 'failed';
  note?: string | null;
}
export interface PatchTaskInstanceBody {
  new_state?: 'success' | 'failed' | 'skipped';
  note?: string | null;
  include_upstream?: boolean;
  include_downstream?: boolean;
  include_future?: boolean;
  include_past?: boolean;
}
export interface TaskInstancesLogResponse {
  content:
    | {
        event: string;
        timestamp?: string | null;
        [k: string]: unknown;
      }[]
    | string[];
  continuation_token?: string | null;
}
export interface EventLogCollectionResponse {
  event_logs: {
    event_log_id: number;
    when: string;
    dag_id?: string | null;
    task_id?: string | null;
    run_id?: string | null;
    map_index?: number | null;
    try_number?: number | null;
    event: string;
    extra?: string | null;
  }[];
  total_entries?: number;
}

export const routes = {
  getVersion: {
    method: 'GET',
    template: '/api/v2/version',
  },
  getDag: {
    method: 'GET',
    template: '/api/v2/dags/{dag_id}',
  },
  getTasks: {
    method: 'GET',
    template: '/api/v2/dags/{dag_id}/tasks',
  },
  getDagRuns: {
    method: 'GET',
    template: '/api/v2/dags/{dag_id}/dagRuns',
  },
  postClearTaskInstances: {
    method: 'POST',
    template: '/api/v2/dags/{dag_id}/clearTaskInstances',
  },
  getDagRun: {
    method: 'GET',
    template: '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}',
  },
  patchDagRun: {
    method: 'PATCH',
    template: '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}',
  },
  getTaskInstances: {
    method: 'GET',
    template: '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances',
  },
  patchTaskInstanceByMapIndex: {
    method: 'PATCH',
    template: '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}',
  },
  patchTaskInstanceDryRunByMapIndex: {
    method: 'PATCH',
    template: '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}/dry_run',
  },
  getLog: {
    method: 'GET',
    template: '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/logs/{try_number}',
  },
  getEventLogs: {
    method: 'GET',
    template: '/api/v2/eventLogs',
  },
} as const;
