import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import { createSetStateRequest, type SetStateRequest } from '../../core/airflow/set-state-request.ts';
import { unmapped } from '../../core/airflow/task-instance.ts';
import type { Airflow } from '../../ports/airflow.ts';
import type { Airflow3Call } from './airflow-3.ts';
import { affected } from './wire.ts';

/**
 * The map index always stands in the path: without one a mapped task would be set whole.
 * There is no `dry_run` field here, a PATCH writes at once; the preview has an address of its own.
 */
export function createSetState(call: Airflow3Call): Pick<Airflow, 'previewSetState' | 'setState'> {
  const set = async (request: SetStateRequest, isDryRun: boolean): Promise<AffectedTaskInstance[]> => {
    const { dagId, dagRunId, taskId, mapIndex = unmapped, state } = createSetStateRequest(request);
    const operation = isDryRun ? 'patchTaskInstanceDryRunByMapIndex' : 'patchTaskInstanceByMapIndex';
    return call(operation, affected, {
      path: { dag_id: dagId, dag_run_id: dagRunId, task_id: taskId, map_index: mapIndex },
      body: {
        new_state: state,
        include_upstream: false,
        include_downstream: false,
        include_future: false,
        include_past: false,
      },
      isWrite: !isDryRun,
    });
  };
  return {
    previewSetState: (request) => set(request, true),
    setState: (request) => set(request, false),
  };
}
