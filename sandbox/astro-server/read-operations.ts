import type { RunView, TaskInstanceView } from '../airflow-model/read-model.ts';
import { ApiError } from '../api-host/api-error.ts';
import { parameter } from '../api-host/operation.ts';
import type { Operation, Request } from './operation.ts';
import { orderBy, parseChoice, parseDateBounds, parsePaging, parseSecondsBounds, refuseUnknown } from './query.ts';
import { writeDag, writeRun, writeState, writeTaskInstance } from './wire.ts';

export const getRuntimeDag: Operation = {
  operationId: 'getRuntimeDag',
  method: 'GET',
  template: 'dags/{dagId}',
  answer({ runtime, path, now }) {
    const dagId = parameter(path, 'dagId');
    const dag = runtime.model.readDag(dagId, now);
    if (dag === null) throw new ApiError(404, `The DAG with dag_id: ${dagId} was not found`);
    return { body: writeDag(dag) };
  },
};

const pagingNames = ['offset', 'limit'];
const dateNames = ['executionDate', 'startDate', 'endDate'].flatMap((name) => [`${name}Gte`, `${name}Lte`]);
const choiceNames = ['states', 'pools', 'queues'];

export const listDagRuns: Operation = {
  operationId: 'listDagRuns',
  method: 'GET',
  template: 'dags/{dagId}/runs',
  answer(request) {
    const { runtime, path, query } = request;
    refuseUnknown(query, [...pagingNames, ...dateNames, 'orderBy', 'state']);
    const isLogicallyIn = parseDateBounds(query, 'executionDate');
    const isStartedIn = parseDateBounds(query, 'startDate');
    const isEndedIn = parseDateBounds(query, 'endDate');
    const states = query.get('state')?.split(',');
    const runs = runtime.model
      .listRuns(parameter(path, 'dagId'))
      .filter((run) => isLogicallyIn(run.logicalAt) && isStartedIn(run.startedAt) && isEndedIn(run.endedAt))
      .filter(({ state }) => states === undefined || states.includes(state));
    return { body: writePage(request, orderBy(query, runs, runFields), 'dagRuns', writeRun) };
  },
};

const runFields: Readonly<Record<string, (run: RunView) => string | number | null>> = {
  id: ({ dagRunId }) => dagRunId,
  dagRunId: ({ dagRunId }) => dagRunId,
  state: ({ state }) => state,
  executionDate: ({ logicalAt }) => logicalAt,
  logicalDate: ({ logicalAt }) => logicalAt,
  startDate: ({ startedAt }) => startedAt,
  endDate: ({ endedAt }) => endedAt,
};

export const listTaskInstances: Operation = {
  operationId: 'listTaskInstances',
  method: 'GET',
  template: 'dags/{dagId}/runs/{dagRunId}/task-instances',
  answer(request) {
    refuseUnknown(request.query, [...pagingNames, ...dateNames, ...choiceNames, 'durationSecGte', 'durationSecLte']);
    const found = findRun(request);
    // Airflow 2 answers an unknown run with an empty list.
    if (found === null) return { body: writePage(request, [], 'taskInstances', () => ({})) };
    const chosen = filterTaskInstances(request, found.run, found.taskInstances, 'durationSec');
    return {
      body: writePage(request, chosen, 'taskInstances', (one) => writeTaskInstance(found.run, one, request.spelling)),
    };
  },
};

export const listMappedTaskInstances: Operation = {
  operationId: 'listMappedTaskInstances',
  method: 'GET',
  template: 'dags/{dagId}/runs/{dagRunId}/tasks/{taskId}/mapped-tasks',
  answer(request) {
    const { query, path, spelling } = request;
    refuseUnknown(query, [...pagingNames, ...dateNames, ...choiceNames, 'durationGte', 'durationLte', 'orderBy']);
    const taskId = parameter(path, 'taskId');
    const found = findRun(request);
    const mapped = found?.taskInstances.filter((one) => one.taskId === taskId && one.mapIndex >= 0) ?? [];
    if (found === null || mapped.length === 0) throw new ApiError(404, `Task id ${taskId} is not mapped`);
    const chosen = orderBy(query, filterTaskInstances(request, found.run, mapped, 'duration'), taskInstanceFields);
    return { body: writePage(request, chosen, 'taskInstances', (one) => writeTaskInstance(found.run, one, spelling)) };
  },
};

const taskInstanceFields: Readonly<Record<string, (taskInstance: TaskInstanceView) => string | number | null>> = {
  mapIndex: ({ mapIndex }) => mapIndex,
  state: ({ state }) => state,
  duration: ({ durationSeconds }) => durationSeconds,
  startDate: ({ startedAt }) => startedAt,
  endDate: ({ endedAt }) => endedAt,
  queuedWhen: ({ queuedAt }) => queuedAt,
  tryNumber: ({ tryNumber }) => tryNumber,
};

export const getMappedTaskInstance: Operation = {
  operationId: 'getMappedTaskInstance',
  method: 'GET',
  template: 'dags/{dagId}/runs/{dagRunId}/tasks/{taskId}/mapped-tasks/{mapIndex}',
  answer(request) {
    const mapIndex = parameter(request.path, 'mapIndex');
    if (!/^(-1|\d{1,9})$/.test(mapIndex))
      throw new ApiError(400, `mapIndex must be an integer from -1 up, got ${mapIndex}`);
    const taskId = parameter(request.path, 'taskId');
    const found = findRun(request);
    const isNamed = (one: TaskInstanceView): boolean => one.taskId === taskId && one.mapIndex === Number(mapIndex);
    const taskInstance = found?.taskInstances.find(isNamed);
    // Seen on 2.11.2: an unmapped task instance is not found at -1.
    if (found === null || taskInstance === undefined || taskInstance.mapIndex < 0) {
      throw new ApiError(404, `Task instance not found: ${taskId}, map index ${mapIndex}`);
    }
    return { body: writeTaskInstance(found.run, taskInstance, request.spelling) };
  },
};

function findRun({ runtime, path }: Request): { run: RunView; taskInstances: TaskInstanceView[] } | null {
  const dagId = parameter(path, 'dagId');
  const dagRunId = parameter(path, 'dagRunId');
  const run = runtime.model.findRun(dagId, dagRunId);
  return run === null ? null : { run, taskInstances: runtime.model.listTaskInstances(dagId, dagRunId) ?? [] };
}

function filterTaskInstances(
  { query, spelling }: Request,
  run: RunView,
  taskInstances: readonly TaskInstanceView[],
  durationName: 'duration' | 'durationSec',
): TaskInstanceView[] {
  const isLogicallyIn = parseDateBounds(query, 'executionDate');
  const isStartedIn = parseDateBounds(query, 'startDate');
  const isEndedIn = parseDateBounds(query, 'endDate');
  const lasted = parseSecondsBounds(query, durationName);
  const isState = parseChoice(query, 'states');
  const isPool = parseChoice(query, 'pools');
  const isQueue = parseChoice(query, 'queues');
  return taskInstances.filter(
    ({ startedAt, endedAt, durationSeconds, state, pool, queue }) =>
      isLogicallyIn(run.logicalAt) &&
      isStartedIn(startedAt) &&
      isEndedIn(endedAt) &&
      lasted(durationSeconds) &&
      isState(writeState(state, spelling) ?? 'none') &&
      isPool(pool) &&
      isQueue(queue),
  );
}

/** Without an order that was asked for, pages can shift between two requests: rows repeat and go missing. */
function writePage<Item>(
  { query, shift }: Request,
  items: readonly Item[],
  name: string,
  write: (item: Item) => object,
): object {
  const { offset, limit } = parsePaging(query);
  const turn = query.has('orderBy') || items.length === 0 ? 0 : shift % items.length;
  const shifted = turn === 0 ? items : [...items.slice(turn), ...items.slice(0, turn)];
  return { [name]: shifted.slice(offset, offset + limit).map(write), limit, offset, totalCount: items.length };
}
