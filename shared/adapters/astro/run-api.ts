import type { ListedTaskInstance, Pages } from '../../airflow-http/page.ts';
import { paginate } from '../../airflow-http/paginate.ts';
import { requireSelector } from '../../core/airflow/clear-request.ts';
import type { Dag, Run, RunReference } from '../../core/airflow/run.ts';
import type { TaskInstanceKey } from '../../core/airflow/task-instance.ts';
import type { AstroCall } from './client.ts';
import type { Operations, SettableDagRunState } from './wire.gen.ts';
import { clearedRun, dag, logPiece, run, runPage, taskInstancePage } from './wire.ts';

/** The neighbours of TaskApi that a remediator needs: a run, its task instances and logs, its DAG. */
export interface RunApi {
  getRuntimeDag(dagId: string): Promise<Dag>;
  listDagRuns(query: { dagId: string; filter?: RunFilter; pageLimit?: number }): Pages<Run>;
  listTaskInstances(
    query: RunReference & { filter?: TaskInstanceFilter; pageLimit?: number },
  ): Pages<ListedTaskInstance>;
  /** One piece of a log; `token` is the continuation token of the piece before. */
  getTaskInstanceLogs(
    query: RunReference & TaskInstanceKey & { tryNumber: number; token?: string | null; fullContent?: boolean },
  ): Promise<{ content: string; continuationToken: string | null }>;
  /** Clears every task instance of the run, successful ones too. */
  clearDagRun(
    clear: RunReference & { isDryRun: boolean },
  ): Promise<{ run: Run | null; taskInstances: ListedTaskInstance[] }>;
  updateDagRun(update: RunReference & { state: SettableDagRunState }): Promise<Run>;
}

export type RunFilter = Readonly<Omit<Operations['listDagRuns']['query'], 'offset' | 'limit'>>;
export type TaskInstanceFilter = Readonly<Omit<Operations['listTaskInstances']['query'], 'offset' | 'limit'>>;

export function createRunApi(call: AstroCall, { pageLimit }: { pageLimit: number }): RunApi {
  return {
    getRuntimeDag: (dagId) => call('getRuntimeDag', dag, { path: { dagId }, body: null, isWrite: false }),
    listDagRuns: ({ dagId, filter, pageLimit: limit = pageLimit }) =>
      paginate(
        (paging) =>
          call('listDagRuns', runPage, {
            path: { dagId },
            query: { ...filter, ...paging },
            body: null,
            isWrite: false,
          }),
        { limit },
      ),
    listTaskInstances: ({ dagId, dagRunId, filter, pageLimit: limit = pageLimit }) =>
      paginate(
        (paging) =>
          call('listTaskInstances', taskInstancePage, {
            path: { dagId, dagRunId },
            query: { ...filter, ...paging },
            body: null,
            isWrite: false,
          }),
        { limit },
      ),
    getTaskInstanceLogs: ({ dagId, dagRunId, taskId, mapIndex, tryNumber, token = null, fullContent = false }) =>
      call('getTaskInstanceLogs', logPiece, {
        path: { dagId, dagRunId, dagTaskId: taskId, dagTaskTryNumber: tryNumber },
        query: { fullContent, mapIndex, ...(token !== null && { token }) },
        body: null,
        isWrite: false,
      }),
    async clearDagRun({ dagId, dagRunId, isDryRun }) {
      requireRun({ dagId, dagRunId });
      return call('clearDagRun', clearedRun, { path: { dagId, dagRunId }, body: { isDryRun }, isWrite: !isDryRun });
    },
    async updateDagRun({ dagId, dagRunId, state }) {
      requireRun({ dagId, dagRunId });
      return call('updateDagRun', run, { path: { dagId, dagRunId }, body: { state }, isWrite: true });
    },
  };
}

function requireRun({ dagId, dagRunId }: RunReference): void {
  requireSelector('dagId', dagId);
  requireSelector('dagRunId', dagRunId);
}
