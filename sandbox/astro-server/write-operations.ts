import { ApiError } from '../api-host/api-error.ts';
import type { Outcome } from '../api-host/operation.ts';
import { parameter } from '../api-host/operation.ts';
import { settleAnswer } from '../api-host/settle-answer.ts';
import type { Operation, Request } from './operation.ts';
import { parseDate } from './query.ts';
import {
  clearDagRunBody,
  clearTaskInstancesBody,
  readBody,
  updateDagRunBody,
  updateTaskInstanceBody,
  updateTaskInstancesStateBody,
} from './read-body.ts';
import { writeReference, writeRun } from './wire.ts';

export const clearTaskInstances: Operation = {
  operationId: 'clearTaskInstances',
  method: 'POST',
  template: 'dags/{dagId}/clear-task-instances',
  answer({ runtime, path, body, now }) {
    const {
      startDate,
      endDate,
      includeParentDags: _parents,
      includeSubDags: _subs,
      ...rest
    } = readBody(clearTaskInstancesBody, body);
    const startAt = parseDate(startDate, 'startDate') ?? undefined;
    const endAt = parseDate(endDate, 'endDate') ?? undefined;
    const affected = settleAnswer(
      runtime.model.clear({ ...rest, startAt, endAt, dagId: parameter(path, 'dagId') }, now),
    );
    return {
      body: { taskInstances: affected.map(writeReference) },
      isDryRun: rest.isDryRun ?? true,
      touched: affected,
    };
  },
};

export const updateTaskInstancesState: Operation = {
  operationId: 'updateTaskInstancesState',
  method: 'POST',
  template: 'dags/{dagId}/update-task-instances-state',
  answer(request) {
    const { executionDate, dagRunId, ...rest } = readBody(updateTaskInstancesStateBody, request.body);
    if ((dagRunId === undefined) === (executionDate === undefined)) {
      throw new ApiError(400, 'Exactly one of dagRunId or executionDate must be provided');
    }
    const dagId = parameter(request.path, 'dagId');
    const named = dagRunId ?? findByDate(request, dagId, executionDate ?? '');
    const affected = settleAnswer(
      request.runtime.model.setTaskInstanceState({ ...rest, dagId, dagRunId: named }, request.now),
    );
    return {
      body: { taskInstances: affected.map(writeReference) },
      isDryRun: rest.isDryRun ?? true,
      touched: affected,
    };
  },
};

function findByDate({ runtime }: Request, dagId: string, executionDate: string): string {
  const logicalAt = parseDate(executionDate, 'executionDate');
  const run = runtime.model.listRuns(dagId).find((candidate) => candidate.logicalAt === logicalAt);
  if (run === undefined) throw new ApiError(404, `No run of ${dagId} has the execution date ${executionDate}`);
  return run.dagRunId;
}

export const updateTaskInstance: Operation = {
  operationId: 'updateTaskInstance',
  method: 'PATCH',
  template: 'dags/{dagId}/runs/{dagRunId}/tasks/{taskId}',
  answer({ runtime, path, body, now }): Outcome {
    const { state, isDryRun = true } = readBody(updateTaskInstanceBody, body);
    const named = {
      dagId: parameter(path, 'dagId'),
      dagRunId: parameter(path, 'dagRunId'),
      taskId: parameter(path, 'taskId'),
    };
    const touched = settleAnswer(runtime.model.setTaskInstanceState({ ...named, state, isDryRun }, now));
    // Seen on 2.11.2: the dry run names the task instance even where nothing would change, the write itself answers nothing.
    const logicalAt = runtime.model.findRun(named.dagId, named.dagRunId)?.logicalAt ?? null;
    const reference = { ...named, logicalAt, mapIndex: -1, state: 'none', tryNumber: 0, maxTries: 0 } as const;
    return { body: isDryRun ? writeReference(reference) : {}, isDryRun, touched };
  },
};

export const clearDagRun: Operation = {
  operationId: 'clearDagRun',
  method: 'POST',
  template: 'dags/{dagId}/runs/{dagRunId}/clear',
  answer({ runtime, path, body, now }) {
    const { isDryRun = true } = readBody(clearDagRunBody, body);
    const named = { dagId: parameter(path, 'dagId'), dagRunId: parameter(path, 'dagRunId') };
    const { run, affected } = settleAnswer(runtime.model.clearRun({ ...named, isDryRun }, now));
    const answer = isDryRun ? { taskInstances: affected.map(writeReference) } : { dagRun: writeRun(run) };
    return { body: answer, isDryRun, touched: affected };
  },
};

export const updateDagRun: Operation = {
  operationId: 'updateDagRun',
  method: 'PATCH',
  template: 'dags/{dagId}/runs/{dagRunId}',
  answer({ runtime, path, body, now }) {
    const { state } = readBody(updateDagRunBody, body);
    const named = { dagId: parameter(path, 'dagId'), dagRunId: parameter(path, 'dagRunId') };
    return { body: writeRun(settleAnswer(runtime.model.setRunState({ ...named, state }, now))), isDryRun: false };
  },
};
