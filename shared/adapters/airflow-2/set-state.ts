import { createFailure } from '../../airflow-http/failure.ts';
import { hasQuirk } from '../../airflow-http/quirk.ts';
import type { Version } from '../../airflow-http/version.ts';
import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import { createSetStateRequest, type SetStateRequest } from '../../core/airflow/set-state-request.ts';
import { unmapped } from '../../core/airflow/task-instance.ts';
import type { Airflow } from '../../ports/airflow.ts';
import type { Airflow2Call } from './airflow-2.ts';
import { quirks } from './quirks.ts';
import { oneReference, references } from './wire.ts';

/**
 * An unmapped task instance is set by the batch operation, which does not find mapped ones; one map index by its own address,
 * where an unmapped one is not found. So neither can reach more than is meant.
 */
export function createSetState(
  call: Airflow2Call,
  version: () => Promise<Version>,
  deployment: string,
): Pick<Airflow, 'previewSetState' | 'setState'> {
  const set = async (written: SetStateRequest, isDryRun: boolean): Promise<AffectedTaskInstance[]> => {
    const request = createSetStateRequest(written);
    const { mapIndex = unmapped } = request;
    if (mapIndex === unmapped) return setUnmapped(call, request, isDryRun);
    if (hasQuirk(quirks, 'no-set-of-map-index', await version())) {
      const asked = { operation: 'patchMappedTaskInstance', deployment, isWrite: false };
      const message = 'not sent: this version of Airflow can not set the state of one map index';
      throw createFailure(asked, 'bad-request', message, { mayHaveExecuted: false });
    }
    return setMapped(call, { ...request, mapIndex }, isDryRun);
  };
  return {
    previewSetState: (request) => set(request, true),
    setState: (request) => set(request, false),
  };
}

function setUnmapped(
  call: Airflow2Call,
  { dagId, dagRunId, taskId, state }: SetStateRequest,
  isDryRun: boolean,
): Promise<AffectedTaskInstance[]> {
  return call('postSetTaskInstancesState', references, {
    path: { dag_id: dagId },
    body: {
      dry_run: isDryRun,
      dag_run_id: dagRunId,
      task_id: taskId,
      new_state: state,
      include_upstream: false,
      include_downstream: false,
      include_future: false,
      include_past: false,
    },
    isWrite: !isDryRun,
  });
}

/** In 2.5 and 2.6 `dry_run` is false where it is left out. */
function setMapped(
  call: Airflow2Call,
  { dagId, dagRunId, taskId, mapIndex, state }: SetStateRequest & { readonly mapIndex: number },
  isDryRun: boolean,
): Promise<AffectedTaskInstance[]> {
  return call('patchMappedTaskInstance', oneReference, {
    path: { dag_id: dagId, dag_run_id: dagRunId, task_id: taskId, map_index: mapIndex },
    body: { dry_run: isDryRun, new_state: state },
    isWrite: !isDryRun,
  });
}
