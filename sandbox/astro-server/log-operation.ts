import { ApiError } from '../api-host/api-error.ts';
import { parameter } from '../api-host/operation.ts';
import type { Operation, Request } from './operation.ts';
import { refuseUnknown } from './query.ts';
import { writePythonPairs } from './wire.ts';

export const getTaskInstanceLogs: Operation = {
  operationId: 'getTaskInstanceLogs',
  method: 'GET',
  template: 'dags/{dagId}/runs/{dagRunId}/task-instances/{dagTaskId}/logs/{dagTaskTryNumber}',
  answer(request) {
    refuseUnknown(request.query, ['fullContent', 'mapIndex', 'token']);
    const text = readText(request);
    const from = parseToken(request.query.get('token'));
    const to =
      request.query.get('fullContent') === 'true'
        ? text.length
        : Math.min(text.length, from + request.spelling.logPageCharacters);
    const piece = text.slice(from, to);
    const content = request.spelling.logs === 'text' ? piece : writePythonPairs('worker-1', piece);
    const isOver = to >= text.length && request.spelling.logEnd === 'absent';
    return { body: isOver ? { content } : { content, continuationToken: writeToken(to) } };
  },
};

function readText({ runtime, path, query, now }: Request): string {
  const reference = {
    dagId: parameter(path, 'dagId'),
    dagRunId: parameter(path, 'dagRunId'),
    taskId: parameter(path, 'dagTaskId'),
    mapIndex: parseInteger(query.get('mapIndex') ?? '-1', 'mapIndex'),
    tryNumber: parseInteger(parameter(path, 'dagTaskTryNumber'), 'dagTaskTryNumber'),
  };
  const log = runtime.model.readLog(reference, now);
  // A mapped task instance without its index is not found either.
  if (log === null) throw new ApiError(404, 'TaskInstance not found');
  if (reference.tryNumber < 1) return 'Error fetching the logs. Try number 0 is invalid.';
  return log.kind === 'lines' ? `${log.lines.join('\n')}\n` : writeApology(reference);
}

/** Airflow 2 says with a 200 that it has no log. */
function writeApology({
  dagId,
  dagRunId,
  taskId,
  tryNumber,
}: {
  dagId: string;
  dagRunId: string;
  taskId: string;
  tryNumber: number;
}): string {
  const file = `dag_id=${dagId}/run_id=${dagRunId}/task_id=${taskId}/attempt=${tryNumber}.log`;
  return ` INFO - ::group::Log message source details\n*** Could not read served logs: Invalid URL 'http://:8793/log/${file}': No host supplied\n INFO - ::endgroup::\n`;
}

function parseInteger(written: string, name: string): number {
  if (!/^(-1|\d{1,9})$/.test(written)) throw new ApiError(400, `${name} must be an integer, got ${written}`);
  return Number(written);
}

function writeToken(position: number): string {
  return Buffer.from(JSON.stringify({ log_pos: position })).toString('base64url');
}

function parseToken(token: string | null): number {
  if (token === null) return 0;
  const match = /^\{"log_pos":(\d{1,9})\}$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw new ApiError(400, 'Bad Signature. Please use only the tokens provided by the API.');
  return Number(match[1]);
}
