import { createFailure } from '../../airflow-http/failure.ts';
import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import { type ClearRequest, createClearRequest } from '../../core/airflow/clear-request.ts';
import type { Airflow } from '../../ports/airflow.ts';
import type { Airflow2Call } from './airflow-2.ts';
import type { ClearTaskInstances } from './wire.gen.ts';
import { references } from './wire.ts';

/** Every flag explicitly: here a run that is not reset stays finished, and nothing runs what was cleared. */
const flags = {
  only_failed: true,
  only_running: false,
  include_upstream: false,
  include_future: false,
  include_past: false,
  include_subdags: false,
  include_parentdag: false,
  reset_dag_runs: true,
} as const satisfies ClearTaskInstances;

export function createClear(call: Airflow2Call, deployment: string): Pick<Airflow, 'previewClear' | 'clear'> {
  const clear = async (request: ClearRequest, isDryRun: boolean): Promise<AffectedTaskInstance[]> => {
    const { dagId, dagRunId, taskIds, mapIndexes, includeDownstream } = createClearRequest(request);
    if (mapIndexes !== undefined && mapIndexes.size > 0) {
      const asked = { operation: 'postClearTaskInstances', deployment, isWrite: false };
      const message = 'not sent: this API can not name one map index in a clear (airflow#43635)';
      throw createFailure(asked, 'bad-request', message, { mayHaveExecuted: false });
    }
    return call('postClearTaskInstances', references, {
      path: { dag_id: dagId },
      body: {
        ...flags,
        dry_run: isDryRun,
        dag_run_id: dagRunId,
        task_ids: [...taskIds],
        include_downstream: includeDownstream,
      },
      isWrite: !isDryRun,
    });
  };
  return {
    previewClear: (request) => clear(request, true),
    clear: (request) => clear(request, false),
  };
}
