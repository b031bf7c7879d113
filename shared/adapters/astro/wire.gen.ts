// Generated from openapi.json by `npm run generate`. Do not edit.

/**
 * The states that Airflow lets a caller set; all others belong to the scheduler and the workers. (skipped: seen in Airflow 2.9 and newer.)
 */
export type SettableTaskInstanceState = 'success' | 'failed' | 'skipped';
/**
 * The states that Airflow lets a caller set on a run.
 */
export type SettableDagRunState = 'success' | 'failed' | 'queued';
/**
 * State of a run. An open set.
 */
export type DagRunState = string;
/**
 * State of a task instance. An open set: newer Airflow versions add states. Airflow's own spelling (up_for_retry, upstream_failed) and the camelCase spelling (upForRetry, upstreamFailed) have both been published for this API, and "no state yet" appears as null, as an absent field or as "none"; read all of them.
 */
export type TaskInstanceState = string | null;

export interface Operations {
  clearTaskInstances: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
    };
    query: {};
    body: ClearTaskInstancesRequest;
    answer: TaskInstanceReferences;
  };
  updateTaskInstancesState: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
    };
    query: {};
    body: UpdateTaskInstancesStateRequest;
    answer: TaskInstanceReferences;
  };
  updateDagRun: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
      dagRunId: string;
    };
    query: {};
    body: UpdateDagRunRequest;
    answer: DagRun;
  };
  clearDagRun: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
      dagRunId: string;
    };
    query: {};
    body: ClearDagRunRequest;
    answer: ClearDagRun;
  };
  updateTaskInstance: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
      dagRunId: string;
      taskId: string;
    };
    query: {};
    body: UpdateTaskInstanceRequest;
    answer: TaskInstanceReference;
  };
  listMappedTaskInstances: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
      dagRunId: string;
      taskId: string;
    };
    query: {
      offset?: number;
      limit?: number;
      executionDateGte?: string;
      executionDateLte?: string;
      startDateGte?: string;
      startDateLte?: string;
      endDateGte?: string;
      endDateLte?: string;
      durationGte?: number;
      durationLte?: number;
      states?: string[];
      pools?: string[];
      queues?: string[];
      orderBy?: string;
    };
    body: null;
    answer: TaskInstancesPaginated;
  };
  getMappedTaskInstance: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
      dagRunId: string;
      taskId: string;
      mapIndex: string;
    };
    query: {};
    body: null;
    answer: TaskInstance;
  };
  getRuntimeDag: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
    };
    query: {};
    body: null;
    answer: RuntimeDag;
  };
  listDagRuns: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
    };
    query: {
      offset?: number;
      limit?: number;
      orderBy?: string;
      state?: string;
      executionDateGte?: string;
      executionDateLte?: string;
      startDateGte?: string;
      startDateLte?: string;
      endDateGte?: string;
      endDateLte?: string;
    };
    body: null;
    answer: DagRunsPaginated;
  };
  listTaskInstances: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
      dagRunId: string;
    };
    query: {
      offset?: number;
      limit?: number;
      executionDateGte?: string;
      executionDateLte?: string;
      startDateGte?: string;
      startDateLte?: string;
      endDateGte?: string;
      endDateLte?: string;
      durationSecGte?: number;
      durationSecLte?: number;
      states?: string[];
      pools?: string[];
      queues?: string[];
    };
    body: null;
    answer: TaskInstancesPaginated;
  };
  getTaskInstanceLogs: {
    path: {
      organizationId: string;
      workspaceId: string;
      runtimeId: string;
      dagId: string;
      dagRunId: string;
      dagTaskId: string;
      dagTaskTryNumber: number;
    };
    query: {
      fullContent?: boolean;
      mapIndex?: number;
      token?: string;
    };
    body: null;
    answer: TaskInstanceLogs;
  };
}
/**
 * Every field is optional for the server; a careful client sends all of them. Give dagRunId or startDate/endDate, not both; not onlyFailed with onlyRunning.
 */
export interface ClearTaskInstancesRequest {
  /**
   * Only this run. Absent: every run that the dates allow.
   */
  dagRunId?: string;
  /**
   * Latest execution date to clear.
   */
  endDate?: string;
  /**
   * Also the tasks downstream of taskIds.
   */
  includeDownstream?: boolean;
  /**
   * Also later runs.
   */
  includeFuture?: boolean;
  /**
   * Also the parent DAG of a SubDAG (Airflow 2 only).
   */
  includeParentDags?: boolean;
  /**
   * Also earlier runs.
   */
  includePast?: boolean;
  /**
   * Also SubDAGs (Airflow 2 only) and tasks named by an ExternalTaskMarker.
   */
  includeSubDags?: boolean;
  /**
   * Also the tasks upstream of taskIds.
   */
  includeUpstream?: boolean;
  /**
   * List what would be cleared and change nothing.
   */
  isDryRun?: boolean;
  /**
   * Only task instances that are failed or upstream_failed.
   */
  onlyFailed?: boolean;
  /**
   * Only task instances that are running.
   */
  onlyRunning?: boolean;
  /**
   * Queue finished runs again. Without it cleared task instances of a finished run stay untouched by the scheduler.
   */
  resetDagRuns?: boolean;
  /**
   * Earliest execution date to clear.
   */
  startDate?: string;
  /**
   * Only these tasks, all map indexes of each. Absent: every task.
   *
   * @minItems 1
   */
  taskIds?: [string, ...string[]];
}
export interface TaskInstanceReferences {
  taskInstances?: TaskInstanceReference[];
}
/**
 * Names a task instance, without its map index: several instances of a mapped task are several equal references.
 */
export interface TaskInstanceReference {
  dagId?: string;
  dagRunId?: string;
  executionDate?: string | null;
  taskId?: string;
}
/**
 * Every field is optional for the server; Airflow needs taskId, state, exactly one of dagRunId and executionDate, and answers 400 or 500 where a flag is absent.
 */
export interface UpdateTaskInstancesStateRequest {
  dagRunId?: string;
  /**
   * The run, by its execution date instead of its ID.
   */
  executionDate?: string;
  /**
   * Also the tasks downstream of taskId.
   */
  includeDownstream?: boolean;
  /**
   * Also later runs.
   */
  includeFuture?: boolean;
  /**
   * Also earlier runs.
   */
  includePast?: boolean;
  /**
   * Also the tasks upstream of taskId.
   */
  includeUpstream?: boolean;
  /**
   * List what would be set and change nothing.
   */
  isDryRun?: boolean;
  state?: SettableTaskInstanceState;
  /**
   * An unmapped task.
   */
  taskId?: string;
}
export interface UpdateDagRunRequest {
  state: SettableDagRunState;
}
export interface DagRun {
  conf?: {
    [k: string]: unknown;
  } | null;
  dagId: string;
  /**
   * @deprecated
   * Use id.
   */
  dagRunId: string;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  dataIntervalEnd?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  dataIntervalStart?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  endDate?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  executionDate?: string | null;
  externalTrigger?: boolean | null;
  id: string;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  lastPickled?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  logicalDate?: string | null;
  note?: string | null;
  /**
   * @deprecated
   * Use type.
   */
  runType?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  startDate?: string | null;
  state?: DagRunState;
  /**
   * scheduled, manual, backfill or dataset_triggered; open set.
   */
  type?: string | null;
}
export interface ClearDagRunRequest {
  /**
   * List what would be cleared and change nothing.
   */
  isDryRun?: boolean;
}
export interface ClearDagRun {
  dagRun?: DagRun;
  taskInstances?: TaskInstance[];
}
export interface TaskInstance {
  dagId: string;
  dagRunId: string;
  /**
   * Seconds.
   */
  duration?: number | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  endDate?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  executionDate?: string | null;
  executorConfig?: string | null;
  hostname?: string | null;
  /**
   * -1 or absent for an unmapped task instance.
   */
  mapIndex?: number | null;
  /**
   * The try after which Airflow gives up; a clear raises it.
   */
  maxTries?: number | null;
  note?: string | null;
  operator?: string | null;
  pid?: number | null;
  pool?: string | null;
  poolSlots?: number | null;
  priorityWeight?: number | null;
  queue?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  queuedWhen?: string | null;
  renderedFields?: {
    [k: string]: unknown;
  } | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  startDate?: string | null;
  state?: TaskInstanceState;
  taskId: string;
  /**
   * The current or latest try.
   */
  tryNumber?: number | null;
  unixname?: string | null;
}
export interface UpdateTaskInstanceRequest {
  /**
   * Answer as if set and change nothing.
   */
  isDryRun?: boolean;
  state: SettableTaskInstanceState;
}
export interface TaskInstancesPaginated {
  limit: number;
  offset: number;
  taskInstances: TaskInstance[];
  totalCount: number;
}
export interface RuntimeDag {
  dagId: string;
  defaultView?: string | null;
  description?: string | null;
  fileToken: string;
  fileloc: string;
  hasImportErrors?: boolean | null;
  hasTaskConcurrencyLimits?: boolean | null;
  isActive?: boolean | null;
  /**
   * While true, nothing that was cleared runs.
   */
  isPaused?: boolean | null;
  isSubdag?: boolean | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  lastExpired?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  lastParsedTime?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  lastPickled?: string | null;
  /**
   * A cleared finished run waits in queued until fewer runs than this are running.
   */
  maxActiveRuns?: number | null;
  maxActiveTasks?: number | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  nextDagrun?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  nextDagrunCreateAfter?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  nextDagrunDataIntervalEnd?: string | null;
  /**
   * ISO 8601 date and time, as Airflow writes it.
   */
  nextDagrunDataIntervalStart?: string | null;
  owners: string[];
  pickleId?: string | null;
  rootDagId?: string | null;
  scheduleInterval?: {
    [k: string]: unknown;
  } | null;
  schedulerLock?: boolean | null;
  tags?: DagTag[] | null;
  timetableDescription?: string | null;
}
export interface DagTag {
  name?: string;
}
export interface DagRunsPaginated {
  dagRuns: DagRun[];
  limit: number;
  offset: number;
  totalCount: number;
}
export interface TaskInstanceLogs {
  /**
   * Text of the log.
   */
  content?: string | null;
  /**
   * Absent or repeated when there is no more for now.
   */
  continuationToken?: string | null;
}

export const routes = {
  clearTaskInstances: {
    method: 'POST',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/clear-task-instances',
  },
  updateTaskInstancesState: {
    method: 'POST',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/update-task-instances-state',
  },
  updateDagRun: {
    method: 'PATCH',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/runs/{dagRunId}',
  },
  clearDagRun: {
    method: 'POST',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/runs/{dagRunId}/clear',
  },
  updateTaskInstance: {
    method: 'PATCH',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/runs/{dagRunId}/tasks/{taskId}',
  },
  listMappedTaskInstances: {
    method: 'GET',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/runs/{dagRunId}/tasks/{taskId}/mapped-tasks',
  },
  getMappedTaskInstance: {
    method: 'GET',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/runs/{dagRunId}/tasks/{taskId}/mapped-tasks/{mapIndex}',
  },
  getRuntimeDag: {
    method: 'GET',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}',
  },
  listDagRuns: {
    method: 'GET',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/runs',
  },
  listTaskInstances: {
    method: 'GET',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/runs/{dagRunId}/task-instances',
  },
  getTaskInstanceLogs: {
    method: 'GET',
    template: '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/dags/{dagId}/runs/{dagRunId}/task-instances/{dagTaskId}/logs/{dagTaskTryNumber}',
  },
} as const;
