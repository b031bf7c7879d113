import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type FunctionName, functionNames } from '../infra/service-settings.ts';
import type { AirflowModel } from './airflow-model/airflow-model.ts';
import type { LambdaFunction } from './lambda-host/lambda-function.ts';

/** For `airmend … --sandbox`, on this machine only: Lambda's Invoke API, and what is failed in the simulated Airflows. */
export interface Door {
  readonly url: string;
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  /** By deployment. */
  readonly models: ReadonlyMap<string, AirflowModel>;
}

export async function openDoor({ functions, models }: DoorOptions): Promise<Door> {
  const server = createServer((request, response) => {
    const invoked = functionNames.find((name) => request.url === `/2015-03-31/functions/${name}/invocations`);
    if (request.method === 'POST' && invoked !== undefined)
      void invoke(functions[invoked], request, response).catch(() => response.writeHead(400).end());
    else if (request.url === '/failed-task-instances')
      response.setHeader('content-type', 'application/json').end(JSON.stringify(listFailed(models)));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function invoke(target: LambdaFunction, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const event: unknown = JSON.parse(await text(request));
  const result = await target.invoke(event);
  if (result.kind !== 'answered') response.setHeader('x-amz-function-error', 'Unhandled');
  response
    .setHeader('content-type', 'application/json')
    .end(result.kind === 'died' ? JSON.stringify({ errorMessage: result.reason }) : result.payload);
}

/** Newest first. */
function listFailed(models: DoorOptions['models']) {
  const failed = [...models].flatMap(([deployment, model]) =>
    model.listDagIds().flatMap((dagId) =>
      model.listRuns(dagId).flatMap(({ dagRunId }) =>
        (model.listTaskInstances(dagId, dagRunId) ?? [])
          .filter(({ state }) => state === 'failed')
          .map(({ taskId, mapIndex, tryNumber, endedAt }) => ({
            ...{ deployment, dagId, dagRunId, taskId, mapIndex, tryNumber },
            failedAt: endedAt ?? 0,
          })),
      ),
    ),
  );
  return failed.sort((one, other) => other.failedAt - one.failedAt);
}
