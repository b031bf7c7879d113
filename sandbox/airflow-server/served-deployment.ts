import type { AirflowModel } from '../airflow-model/airflow-model.ts';
import type { RunView, TaskInstanceView } from '../airflow-model/read-model.ts';
import { ApiError } from '../api-host/api-error.ts';
import { type HostedRequest, type PathParameters, parameter } from '../api-host/operation.ts';

/** One Airflow behind its own address. */
export interface ServedDeployment {
  readonly deploymentId: string;
  readonly model: AirflowModel;
}

export type Asked = HostedRequest<ServedDeployment>;

export interface FoundRun {
  readonly run: RunView;
  readonly taskInstances: readonly TaskInstanceView[];
}

export function findRun({ target: { model }, path }: Asked): FoundRun | null {
  const { dagId, dagRunId } = runOf(path);
  const run = model.findRun(dagId, dagRunId);
  return run === null ? null : { run, taskInstances: model.listTaskInstances(dagId, dagRunId) ?? [] };
}

export function runOf(path: PathParameters): { dagId: string; dagRunId: string } {
  return { dagId: parameter(path, 'dag_id'), dagRunId: parameter(path, 'dag_run_id') };
}

/** The runs of one DAG, or of all with `~`, as the query filters and orders them. */
export function listRuns({ target: { model }, path, query }: Asked): RunView[] {
  const dagId = parameter(path, 'dag_id');
  const states = query.getAll('state');
  const endedSince = readDate(query, 'end_date_gte');
  const runs = (dagId === '~' ? model.listDagIds() : [dagId])
    .flatMap((one) => model.listRuns(one))
    .filter(({ state }) => states.length === 0 || states.includes(state))
    .filter(({ endedAt }) => endedSince === null || (endedAt !== null && endedAt >= endedSince));
  return orderRuns(runs, query.get('order_by'));
}

function orderRuns(runs: RunView[], written: string | null): RunView[] {
  if (written === null) return runs;
  const read = { end_date: (run: RunView) => run.endedAt, start_date: (run: RunView) => run.startedAt };
  const name = written.replace(/^-/, '');
  if (name !== 'end_date' && name !== 'start_date') {
    throw new ApiError(400, `Ordering with '${name}' is disallowed or the attribute does not exist on the model`);
  }
  const sign = written.startsWith('-') ? -1 : 1;
  return runs.sort((one, other) => sign * ((read[name](one) ?? 0) - (read[name](other) ?? 0)));
}

function readDate(query: URLSearchParams, name: string): number | null {
  const written = query.get(name);
  if (written === null) return null;
  const at = Date.parse(written);
  if (Number.isNaN(at)) throw new ApiError(400, `Incorrect datetime argument: ${name}`);
  return at;
}

/** A page of an unordered listing: its rows turn by one more each time. */
export function cut<Item>(
  items: readonly Item[],
  { offset, limit, shift }: Record<'offset' | 'limit' | 'shift', number>,
) {
  const by = items.length === 0 ? 0 : shift % items.length;
  return [...items.slice(by), ...items.slice(0, by)].slice(offset, offset + limit);
}

/** The tasks of the DAG as both APIs write them; null: there is no such DAG. */
export function writeTasks({ target: { model }, path }: Asked): object | null {
  const tasks = model.listTasks(parameter(path, 'dag_id'));
  if (tasks === null) return null;
  const written = tasks.map(({ taskId, triggerRule, downstreamTaskIds }) => ({
    task_id: taskId,
    trigger_rule: triggerRule,
    downstream_task_ids: downstreamTaskIds,
  }));
  return { tasks: written, total_entries: written.length };
}

/** The relatives that a write takes along, in a body of either API. */
interface WrittenRelatives {
  readonly include_upstream?: boolean | undefined;
  readonly include_downstream?: boolean | undefined;
  readonly include_future?: boolean | undefined;
  readonly include_past?: boolean | undefined;
}

export function readRelatives(body: WrittenRelatives) {
  return {
    includeUpstream: body.include_upstream,
    includeDownstream: body.include_downstream,
    includeFuture: body.include_future,
    includePast: body.include_past,
  };
}

/** The log of the try that the request names; null: there is no such task instance. */
export function readLog({ target: { model }, path, query, now }: Asked, tryParameter: string) {
  const reference = {
    ...runOf(path),
    taskId: parameter(path, 'task_id'),
    mapIndex: Number(query.get('map_index') ?? '-1'),
    tryNumber: Number(parameter(path, tryParameter)),
  };
  const log = model.readLog(reference, now);
  return log === null ? null : { reference, log };
}

/** What Airflow notes of tries whose worker was lost, newest first. */
export function listEvents({ target: { model }, query }: Asked) {
  const [dagId, dagRunId] = [query.get('dag_id') ?? '', query.get('run_id') ?? ''];
  const taskId = query.get('task_id');
  return model
    .listLostTries(dagId, dagRunId)
    .filter((lost) => taskId === null || lost.taskId === taskId)
    .sort((one, other) => other.at - one.at)
    .map((lost, place) => ({ ...lost, dagId, dagRunId, id: place + 1 }));
}

export const heartbeatWords =
  'Task did not emit heartbeat within time limit (300 seconds) and will be terminated. See https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/tasks.html#task-instance-heartbeat-timeout';
