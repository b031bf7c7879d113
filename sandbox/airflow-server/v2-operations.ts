import * as z from 'zod';
import type { AffectedInstance, Answer } from '../airflow-model/answer.ts';
import { ApiError } from '../api-host/api-error.ts';
import { type HostedOperation, type Outcome, parameter } from '../api-host/operation.ts';
import { settleAnswer } from '../api-host/settle-answer.ts';
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
import { structureLog } from './structured-log.ts';
import { totals, writeAffected, writeCollection, writeDag, writeDate, writeRun, writeTaskInstance } from './v2-wire.ts';

type Operation = HostedOperation<ServedDeployment>;

export const version = '3.3.2';
const flag = z.boolean().optional();
const clearBody = z.strictObject({
  dry_run: flag,
  task_ids: z
    .array(z.union([z.string(), z.tuple([z.string(), z.int()])]))
    .min(1)
    .nullish(),
  only_failed: flag,
  only_running: flag,
  reset_dag_runs: flag,
  dag_run_id: z.string().nullish(),
  include_upstream: flag,
  include_downstream: flag,
  include_future: flag,
  include_past: flag,
  run_on_latest_version: z.boolean().nullish(),
  prevent_running_task: flag,
  note: z.string().max(1_000).nullish(),
});
const patchBody = z.strictObject({
  new_state: z.enum(['success', 'failed', 'skipped']),
  note: z.string().max(1_000).nullish(),
  include_upstream: flag,
  include_downstream: flag,
  include_future: flag,
  include_past: flag,
});
const runBody = z.strictObject({ state: z.enum(['queued', 'success', 'failed']), note: z.string().nullish() });

/** The body in the schema's shape, or a 422 in pydantic's words. */
function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          type: 'extra_forbidden',
          loc: ['body', key],
          msg: 'Extra inputs are not permitted',
        }))
      : [{ type: 'value_error', loc: ['body', ...issue.path], msg: issue.message }],
  );
  throw new ApiError(422, 'Unprocessable Entity', detail);
}

/** What the model calls a bad request is unprocessable here. */
function settle(answer: Answer<AffectedInstance[]>): AffectedInstance[] {
  if (answer.kind === 'refused' && answer.reason === 'bad-request') {
    throw new ApiError(422, answer.message, [{ type: 'value_error', loc: ['body'], msg: answer.message }]);
  }
  return settleAnswer(answer);
}

const limitDefault = 50;
const limitMax = 100;

function pagingOf({ query, shift }: Asked) {
  const read = (name: string, otherwise: number): number => {
    const written = query.get(name);
    if (written !== null && !/^\d{1,9}$/.test(written)) {
      const msg = 'Input should be a valid integer, unable to parse string as an integer';
      throw new ApiError(422, msg, [{ type: 'int_parsing', loc: ['query', name], msg, input: written }]);
    }
    return written === null ? otherwise : Number(written);
  };
  return { offset: read('offset', 0), limit: Math.min(read('limit', limitDefault), limitMax), shift };
}

const dag = 'api/v2/dags/{dag_id}';
const run = `${dag}/dagRuns/{dag_run_id}`;
const task = `${run}/taskInstances/{task_id}`;

function requireRun(asked: Asked) {
  const found = findRun(asked);
  const { dagId, dagRunId } = runOf(asked.path);
  if (found === null)
    throw new ApiError(404, `The DagRun with dag_id: \`${dagId}\` and run_id: \`${dagRunId}\` was not found`);
  return found;
}

const reads: readonly Operation[] = [
  {
    operationId: 'getVersion',
    method: 'GET',
    template: 'api/v2/version',
    answer: () => ({ body: { version, git_version: null } }),
  },
  {
    operationId: 'getDag',
    method: 'GET',
    template: dag,
    answer({ target, path, now }) {
      const dagId = parameter(path, 'dag_id');
      const found = target.model.readDag(dagId, now);
      if (found === null) throw new ApiError(404, `The Dag with ID: \`${dagId}\` was not found`);
      return { body: writeDag(found) };
    },
  },
  {
    operationId: 'getTasks',
    method: 'GET',
    template: `${dag}/tasks`,
    answer(asked) {
      const body = writeTasks(asked);
      if (body === null) throw new ApiError(404, 'Dag was not found');
      return { body };
    },
  },
  {
    operationId: 'getDagRuns',
    method: 'GET',
    template: `${dag}/dagRuns`,
    answer(asked) {
      const runs = listRuns(asked);
      return { body: { dag_runs: cut(runs, pagingOf(asked)).map(writeRun), ...totals(runs.length) } };
    },
  },
  {
    operationId: 'getDagRun',
    method: 'GET',
    template: run,
    answer: (asked) => ({ body: writeRun(requireRun(asked).run) }),
  },
  {
    operationId: 'getTaskInstances',
    method: 'GET',
    template: `${run}/taskInstances`,
    answer(asked) {
      const { run: of, taskInstances } = requireRun(asked);
      const rows = cut(taskInstances, pagingOf(asked)).map((one) => writeTaskInstance(of, one));
      return { body: writeCollection(rows, taskInstances.length) };
    },
  },
  { operationId: 'getLog', method: 'GET', template: `${task}/logs/{try_number}`, answer: answerLog },
  {
    operationId: 'getEventLogs',
    method: 'GET',
    template: 'api/v2/eventLogs',
    answer(asked) {
      const rows = listEvents(asked).map((lost) => ({
        event_log_id: lost.id,
        when: writeDate(lost.at),
        dag_id: lost.dagId,
        task_id: lost.taskId,
        run_id: lost.dagRunId,
        map_index: lost.mapIndex,
        try_number: lost.tryNumber,
        event: 'heartbeat timeout',
        logical_date: null,
        owner: 'airflow',
        extra: heartbeatWords,
        dag_display_name: lost.dagId,
        task_display_name: lost.taskId,
      }));
      return { body: { event_logs: rows, total_entries: rows.length } };
    },
  },
];

/** A try without a log is not found. */
function answerLog(asked: Asked): Outcome {
  const found = readLog(asked, 'try_number');
  if (found === null || found.log.kind === 'missing') throw new ApiError(404, 'TaskInstance not found');
  const { dagId, dagRunId, taskId, tryNumber } = found.reference;
  const file = `/opt/airflow/logs/dag_id=${dagId}/run_id=${dagRunId}/task_id=${taskId}/attempt=${tryNumber}.log`;
  return { body: { content: structureLog(found.log.lines, file), continuation_token: null } };
}

const writes: readonly Operation[] = [
  { operationId: 'postClearTaskInstances', method: 'POST', template: `${dag}/clearTaskInstances`, answer: answerClear },
  {
    operationId: 'patchTaskInstanceDryRunByMapIndex',
    method: 'PATCH',
    template: `${task}/{map_index}/dry_run`,
    answer: (asked) => answerPatch(asked, Number(parameter(asked.path, 'map_index')), true),
  },
  {
    operationId: 'patchTaskInstanceByMapIndex',
    method: 'PATCH',
    template: `${task}/{map_index}`,
    answer: (asked) => answerPatch(asked, Number(parameter(asked.path, 'map_index')), false),
  },
  {
    operationId: 'patchTaskInstance',
    method: 'PATCH',
    template: task,
    answer: (asked) => answerPatch(asked, undefined, false),
  },
  {
    operationId: 'patchDagRun',
    method: 'PATCH',
    template: run,
    answer(asked) {
      requireRun(asked);
      const { state } = readBody(runBody, asked.body);
      const settled = settleAnswer(asked.target.model.setRunState({ ...runOf(asked.path), state }, asked.now));
      return { body: writeRun(settled), isDryRun: false };
    },
  },
];

function answerClear({ target, path, body, now }: Asked): Outcome {
  const read = readBody(clearBody, body);
  const isDryRun = read.dry_run ?? true;
  const request = {
    dagId: parameter(path, 'dag_id'),
    dagRunId: read.dag_run_id ?? undefined,
    taskIds: read.task_ids ?? undefined,
    onlyFailed: read.only_failed,
    onlyRunning: read.only_running,
    resetDagRuns: read.reset_dag_runs,
    ...readRelatives(read),
  };
  if (read.prevent_running_task === true && !isDryRun) {
    const meant = settle(target.model.clear({ ...request, isDryRun: true }, now));
    if (meant.some(({ state }) => state === 'running'))
      throw new ApiError(409, "AirflowClearRunningTaskException: Disable 'prevent_running_task' to proceed");
  }
  const touched = settle(target.model.clear({ ...request, isDryRun }, now));
  return { body: writeCollection(touched.map(writeAffected)), isDryRun, touched };
}

/** Without a map index a mapped task is set whole. */
function answerPatch({ target, path, body, now }: Asked, mapIndex: number | undefined, isDryRun: boolean): Outcome {
  const read = readBody(patchBody, body);
  const request = {
    ...runOf(path),
    taskId: parameter(path, 'task_id'),
    mapIndex,
    state: read.new_state,
    isDryRun,
    ...readRelatives(read),
  };
  const touched = settle(target.model.setTaskInstanceState(request, now));
  return { body: writeCollection(touched.map(writeAffected)), isDryRun, touched };
}

/** What of Airflow 3's REST API is there. */
export const v2Operations: readonly Operation[] = [...reads, ...writes];
