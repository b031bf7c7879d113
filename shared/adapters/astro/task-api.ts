import type { ListedTaskInstance } from '../../airflow-http/page.ts';
import { paginate } from '../../airflow-http/paginate.ts';
import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import { requireSelector } from '../../core/airflow/clear-request.ts';
import type { RunReference } from '../../core/airflow/run.ts';
import type { TaskInstanceKey } from '../../core/airflow/task-instance.ts';
import type { AstroCall } from './client.ts';
import type {
  ClearTaskInstancesRequest,
  Operations,
  SettableTaskInstanceState,
  UpdateTaskInstancesStateRequest,
} from './wire.gen.ts';
import { oneReference, references, taskInstance, taskInstancePage } from './wire.ts';

/** The five operations of the API's TaskApi. */
export interface TaskApi {
  clearTaskInstances(clear: ClearTaskInstances): Promise<AffectedTaskInstance[]>;
  updateTaskInstancesState(update: UpdateTaskInstancesState): Promise<AffectedTaskInstance[]>;
  /** Null: Airflow does not say what was set, as after a real write of Airflow 2. */
  updateTaskInstance(update: UpdateTaskInstance): Promise<AffectedTaskInstance | null>;
  getMappedTaskInstance(taskInstance: RunReference & TaskInstanceKey): Promise<ListedTaskInstance>;
  listMappedTaskInstances(
    query: RunReference & { taskId: string; filter?: MappedFilter; pageLimit?: number },
  ): AsyncGenerator<ListedTaskInstance, void, undefined>;
}

/**
 * Every field of the request, so that nothing is left to a server's default. `startDate` and `endDate` are not among them:
 * they select runs by a range, and Airflow refuses them together with `dagRunId`.
 */
export type ClearTaskInstances = RunReference & { readonly taskIds: readonly [string, ...string[]] } & Readonly<
    Required<Omit<ClearTaskInstancesRequest, 'dagRunId' | 'taskIds' | 'startDate' | 'endDate'>>
  >;

/** Every field of the request but `executionDate`, the other way to name the run. */
export type UpdateTaskInstancesState = RunReference & { readonly taskId: string } & Readonly<
    Required<Omit<UpdateTaskInstancesStateRequest, 'dagRunId' | 'taskId' | 'executionDate'>>
  >;

export type UpdateTaskInstance = RunReference & {
  readonly taskId: string;
  readonly state: SettableTaskInstanceState;
  readonly isDryRun: boolean;
};

export type MappedFilter = Readonly<Omit<Operations['listMappedTaskInstances']['query'], 'offset' | 'limit'>>;

export function createTaskApi(call: AstroCall, { pageLimit }: { pageLimit: number }): TaskApi {
  return {
    async clearTaskInstances({ dagId, dagRunId, taskIds, ...flags }) {
      requireSelectors({ dagId, dagRunId });
      requireTaskIds(taskIds);
      return call('clearTaskInstances', references, {
        path: { dagId },
        body: {
          isDryRun: flags.isDryRun,
          dagRunId,
          taskIds: [...taskIds],
          onlyFailed: flags.onlyFailed,
          onlyRunning: flags.onlyRunning,
          includeDownstream: flags.includeDownstream,
          includeUpstream: flags.includeUpstream,
          includeFuture: flags.includeFuture,
          includePast: flags.includePast,
          includeSubDags: flags.includeSubDags,
          includeParentDags: flags.includeParentDags,
          resetDagRuns: flags.resetDagRuns,
        },
        isWrite: !flags.isDryRun,
      });
    },
    async updateTaskInstancesState({ dagId, dagRunId, taskId, ...rest }) {
      requireSelectors({ dagId, dagRunId, taskId });
      return call('updateTaskInstancesState', references, {
        path: { dagId },
        body: {
          isDryRun: rest.isDryRun,
          dagRunId,
          taskId,
          state: rest.state,
          includeDownstream: rest.includeDownstream,
          includeUpstream: rest.includeUpstream,
          includeFuture: rest.includeFuture,
          includePast: rest.includePast,
        },
        isWrite: !rest.isDryRun,
      });
    },
    async updateTaskInstance({ dagId, dagRunId, taskId, state, isDryRun }) {
      requireSelectors({ dagId, dagRunId, taskId });
      const path = { dagId, dagRunId, taskId };
      return call('updateTaskInstance', oneReference, { path, body: { isDryRun, state }, isWrite: !isDryRun });
    },
    getMappedTaskInstance({ dagId, dagRunId, taskId, mapIndex }) {
      const path = { dagId, dagRunId, taskId, mapIndex: String(mapIndex) };
      return call('getMappedTaskInstance', taskInstance, { path, body: null, isWrite: false });
    },
    async *listMappedTaskInstances({ dagId, dagRunId, taskId, filter, pageLimit: limit = pageLimit }) {
      const path = { dagId, dagRunId, taskId };
      const pages = paginate(
        (paging) =>
          call('listMappedTaskInstances', taskInstancePage, {
            path,
            query: { ...filter, ...paging },
            body: null,
            isWrite: false,
          }),
        { limit },
      );
      for await (const { items } of pages) yield* items;
    },
  };
}

function requireSelectors(selectors: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(selectors)) requireSelector(name, value);
}

/** The types rule it out; a caller without types must not clear a whole run by an empty list. */
function requireTaskIds(taskIds: readonly string[]): void {
  requireSelector('taskIds', taskIds[0] ?? '');
  for (const taskId of taskIds) requireSelector('taskIds', taskId);
}
