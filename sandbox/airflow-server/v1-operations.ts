import * as z from 'zod';
import { ApiError } from '../api-host/api-error.ts';
import { type HostedOperation, parameter } from '../api-host/operation.ts';
import { settleAnswer } from '../api-host/settle-answer.ts';
import { writePythonPairs } from '../astro-server/wire.ts';
import {
  type Asked,
  cut,
  findRun,
  heartbeatWords,
  listEvents,
  listRuns,
  readLog,
  readRelatives,
  runOf,
  type ServedDeployment,
  writeTasks,
} from './served-deployment.ts';
import { writeDag, writeReference, writeRun, writeTaskInstance } from './v1-wire.ts';

type Operation = HostedOperation<ServedDeployment>;

export const version = '2.11.2';
const flag = z.boolean().optional();
const settable = z.enum(['success', 'failed', 'skipped']);
const clearBody = z.strictObject({
  dry_run: flag,
  task_ids: z.array(z.string()).min(1).optional(),
  only_failed: flag,
  only_running: flag,
  include_subdags: flag,
  include_parentdag: flag,
  reset_dag_runs: flag,
  dag_run_id: z.string().nullish(),
  include_upstream: flag,
  include_downstream: flag,
  include_future: flag,
  include_past: flag,
});
const setBody = z.strictObject({
  dry_run: flag,
  task_id: z.string(),
  dag_run_id: z.string(),
  include_upstream: z.boolean(),
  include_downstream: z.boolean(),
  include_future: z.boolean(),
  include_past: z.boolean(),
  new_state: settable,
});
const patchBody = z.strictObject({ dry_run: flag, new_state: settable });
const runBody = z.strictObject({ state: z.enum(['success', 'failed', 'queued']) });

/** The body in the schema's shape, or a 400 in marshmallow's words. */
function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') throw new ApiError(400, `{'${issue.keys[0]}': ['Unknown field.']}`);
  throw new ApiError(400, `${issue?.message} - '${issue?.path.join('.')}'`);
}

function refuseUnknown(query: URLSearchParams, known: readonly string[]): void {
  const unknown = [...new Set(query.keys())].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new ApiError(400, `Extra query parameter(s) ${unknown.join(',')} not in spec`);
}

const limitDefault = 100;

function pagingOf({ query, shift }: Asked) {
  return { offset: Number(query.get('offset') ?? 0), limit: Number(query.get('limit') ?? limitDefault), shift };
}

const dag = 'api/v1/dags/{dag_id}';
const run = `${dag}/dagRuns/{dag_run_id}`;
const task = `${run}/taskInstances/{task_id}`;

const reads: readonly Operation[] = [
  {
    operationId: 'getVersion',
    method: 'GET',
    template: 'api/v1/version',
    answer: () => ({ body: { version, git_version: null } }),
  },
  {
    operationId: 'getDag',
    method: 'GET',
    template: dag,
    answer({ target, path, now }) {
      const found = target.model.readDag(parameter(path, 'dag_id'), now);
      if (found === null) throw new ApiError(404, `The DAG with dag_id: ${parameter(path, 'dag_id')} was not found`);
      return { body: writeDag(found) };
    },
  },
  {
    operationId: 'getTasks',
    method: 'GET',
    template: `${dag}/tasks`,
    answer(asked) {
      const body = writeTasks(asked);
      if (body === null) throw new ApiError(404, 'DAG not found');
      return { body };
    },
  },
  {
    operationId: 'getDagRuns',
    method: 'GET',
    template: `${dag}/dagRuns`,
    answer(asked) {
      refuseUnknown(asked.query, ['limit', 'offset', 'end_date_gte', 'end_date_lte', 'state', 'order_by']);
      const runs = listRuns(asked);
      return { body: { dag_runs: cut(runs, pagingOf(asked)).map(writeRun), total_entries: runs.length } };
    },
  },
  {
    operationId: 'getDagRun',
    method: 'GET',
    template: run,
    answer(asked) {
      const found = findRun(asked);
      if (found === null) throw new ApiError(404, 'DAGRun not found');
      return { body: writeRun(found.run) };
    },
  },
  {
    operationId: 'getTaskInstances',
    method: 'GET',
    template: `${run}/taskInstances`,
    answer(asked) {
      refuseUnknown(asked.query, ['limit', 'offset', 'state']);
      const found = findRun(asked);
      if (found === null) return { body: { task_instances: [], total_entries: 0 } };
      const { run: of, taskInstances } = found;
      const rows = cut(taskInstances, pagingOf(asked)).map((one) => writeTaskInstance(of, one));
      return { body: { task_instances: rows, total_entries: taskInstances.length } };
    },
  },
  { operationId: 'getLog', method: 'GET', template: `${task}/logs/{task_try_number}`, answer: answerLog },
  {
    operationId: 'getEventLogs',
    method: 'GET',
    template: 'api/v1/eventLogs',
    answer(asked) {
      const rows = listEvents(asked).map((lost) => ({
        dag_id: lost.dagId,
        event: 'heartbeat timeout',
        event_log_id: lost.id,
        execution_date: null,
        extra: heartbeatWords,
        map_index: lost.mapIndex,
        owner: 'airflow',
        run_id: lost.dagRunId,
        task_id: lost.taskId,
        try_number: lost.tryNumber,
        when: new Date(lost.at).toISOString(),
      }));
      return { body: { event_logs: rows, total_entries: rows.length } };
    },
  },
];

const logPageCharacters = 65_536;

/** A log in pieces, each with a token; the one after the last is empty. */
function answerLog(asked: Asked) {
  const found = readLog(asked, 'task_try_number');
  if (found === null) throw new ApiError(404, 'TaskInstance not found');
  const from = Number(asked.query.get('token') ?? 0);
  const { log, reference } = found;
  const apology = `*** Could not read served logs: Invalid URL 'http://:8793/log/attempt=${reference.tryNumber}.log': No host supplied\n`;
  const text = log.kind === 'lines' ? `${log.lines.join('\n')}\n` : apology;
  const to = Math.min(text.length, from + logPageCharacters);
  return { body: { content: writePythonPairs('worker-1', text.slice(from, to)), continuation_token: String(to) } };
}

const writes: readonly Operation[] = [
  {
    operationId: 'postClearTaskInstances',
    method: 'POST',
    template: `${dag}/clearTaskInstances`,
    answer({ target, path, body, now }) {
      const read = readBody(clearBody, body);
      const request = {
        dagId: parameter(path, 'dag_id'),
        dagRunId: read.dag_run_id ?? undefined,
        taskIds: read.task_ids,
        isDryRun: read.dry_run,
        onlyFailed: read.only_failed,
        onlyRunning: read.only_running,
        resetDagRuns: read.reset_dag_runs,
        ...readRelatives(read),
      };
      const touched = settleAnswer(target.model.clear(request, now));
      return { body: { task_instances: touched.map(writeReference) }, isDryRun: read.dry_run ?? true, touched };
    },
  },
  {
    operationId: 'postSetTaskInstancesState',
    method: 'POST',
    template: `${dag}/updateTaskInstancesState`,
    answer({ target, path, body, now }) {
      const read = readBody(setBody, body);
      const request = {
        dagId: parameter(path, 'dag_id'),
        dagRunId: read.dag_run_id,
        taskId: read.task_id,
        state: read.new_state,
        isDryRun: read.dry_run,
        ...readRelatives(read),
      };
      const touched = settleAnswer(target.model.setTaskInstanceState(request, now));
      return { body: { task_instances: touched.map(writeReference) }, isDryRun: read.dry_run ?? true, touched };
    },
  },
  {
    operationId: 'patchMappedTaskInstance',
    method: 'PATCH',
    template: `${task}/{map_index}`,
    answer({ target, path, body, now }) {
      const { dry_run: isDryRun = true, new_state: state } = readBody(patchBody, body);
      const mapIndex = Number(parameter(path, 'map_index'));
      const taskId = parameter(path, 'task_id');
      if (mapIndex < 0) throw new ApiError(404, 'The requested URL was not found on the server.');
      const request = { ...runOf(path), taskId, mapIndex, state, isDryRun };
      const touched = settleAnswer(target.model.setTaskInstanceState(request, now));
      const logicalAt = target.model.findRun(request.dagId, request.dagRunId)?.logicalAt ?? null;
      const named = { ...request, logicalAt, state: 'none', tryNumber: 0, maxTries: 0 } as const;
      return { body: isDryRun ? writeReference(named) : {}, isDryRun, touched };
    },
  },
  {
    operationId: 'updateDagRunState',
    method: 'PATCH',
    template: run,
    answer({ target, path, body, now }) {
      const { state } = readBody(runBody, body);
      return {
        body: writeRun(settleAnswer(target.model.setRunState({ ...runOf(path), state }, now))),
        isDryRun: false,
      };
    },
  },
];

/** What of Airflow 2's REST API is there. */
export const v1Operations: readonly Operation[] = [...reads, ...writes];
