import { createFailure } from '../../airflow-http/failure.ts';
import { hasQuirk } from '../../airflow-http/quirk.ts';
import type { Version } from '../../airflow-http/version.ts';
import type { AffectedTaskInstance } from '../../core/airflow/affected-task-instance.ts';
import { type ClearRequest, createClearRequest } from '../../core/airflow/clear-request.ts';
import type { Airflow } from '../../ports/airflow.ts';
import type { Airflow3Call } from './airflow-3.ts';
import { quirks } from './quirks.ts';
import type { ClearTaskInstancesBody } from './wire.gen.ts';
import { affected } from './wire.ts';

/** Every flag that the version has, explicitly; none that it lacks, which it would refuse. */
function flagsOf(version: Version) {
  const runOnLatest = hasQuirk(quirks, 'run-on-latest-version-not-nullable', version)
    ? { run_on_latest_version: false }
    : // As the DAG says, or else the config.
      { run_on_latest_version: null };
  return {
    only_failed: true,
    only_running: false,
    include_upstream: false,
    include_future: false,
    include_past: false,
    reset_dag_runs: true,
    ...(!hasQuirk(quirks, 'no-run-on-latest-version', version) && runOnLatest),
    ...(!hasQuirk(quirks, 'no-prevent-running-task', version) && { prevent_running_task: true }),
  } satisfies ClearTaskInstancesBody;
}

export function createClear(
  call: Airflow3Call,
  version: () => Promise<Version>,
  deployment: string,
): Pick<Airflow, 'previewClear' | 'clear'> {
  const clear = async (written: ClearRequest, isDryRun: boolean): Promise<AffectedTaskInstance[]> => {
    const request = createClearRequest(written);
    const known = await version();
    refuseWidening(request, known, deployment);
    return call('postClearTaskInstances', affected, {
      path: { dag_id: request.dagId },
      body: {
        ...flagsOf(known),
        dry_run: isDryRun,
        dag_run_id: request.dagRunId,
        task_ids: selectorsOf(request),
        include_downstream: request.includeDownstream,
      },
      isWrite: !isDryRun,
    });
  };
  return {
    previewClear: (request) => clear(request, true),
    clear: (request) => clear(request, false),
  };
}

/** A bare id means every index of a mapped task; a pair means one. */
function selectorsOf({ taskIds, mapIndexes }: ClearRequest): (string | [string, number])[] {
  return taskIds.flatMap((taskId): (string | [string, number])[] => {
    const indexes = mapIndexes?.get(taskId);
    return indexes === undefined ? [taskId] : indexes.map((index): [string, number] => [taskId, index]);
  });
}

function refuseWidening({ includeDownstream, mapIndexes }: ClearRequest, version: Version, deployment: string): void {
  if (!includeDownstream || (mapIndexes?.size ?? 0) === 0) return;
  if (!hasQuirk(quirks, 'index-widens-with-relatives', version)) return;
  const asked = { operation: 'postClearTaskInstances', deployment, isWrite: false };
  const message = 'not sent: this version of Airflow would take one map index with what is below it for every index';
  throw createFailure(asked, 'bad-request', message, { mayHaveExecuted: false });
}
