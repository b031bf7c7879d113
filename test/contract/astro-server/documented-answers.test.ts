import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { operations } from '../../../sandbox/astro-server/operations.ts';
import type { Reply, Served } from './a-served-airflow.ts';
import { runSegment, runtimePath, serveAirflow } from './a-served-airflow.ts';
import type { Documented } from './document.ts';
import { documented, fieldsOf, findFaults } from './document.ts';

const allIncludes = { includeDownstream: false, includeUpstream: false, includeFuture: false, includePast: false };

/** A good request to each operation: its path below the runtime, and its body. */
const good: Readonly<Record<string, { path: string; body?: Readonly<Record<string, unknown>> }>> = {
  clearTaskInstances: {
    path: 'dags/orders/clear-task-instances',
    body: {
      ...allIncludes,
      isDryRun: true,
      dagRunId: decodeURIComponent(runSegment),
      taskIds: ['load'],
      onlyFailed: true,
      onlyRunning: false,
      includeDownstream: true,
      includeSubDags: false,
      includeParentDags: false,
      resetDagRuns: true,
    },
  },
  updateTaskInstancesState: {
    path: 'dags/orders/update-task-instances-state',
    body: {
      ...allIncludes,
      isDryRun: true,
      dagRunId: decodeURIComponent(runSegment),
      taskId: 'load',
      state: 'success',
    },
  },
  updateDagRun: { path: `dags/orders/runs/${runSegment}`, body: { state: 'queued' } },
  clearDagRun: { path: `dags/orders/runs/${runSegment}/clear`, body: { isDryRun: true } },
  updateTaskInstance: { path: `dags/orders/runs/${runSegment}/tasks/load`, body: { isDryRun: true, state: 'success' } },
  listMappedTaskInstances: { path: `dags/tables/runs/${runSegment}/tasks/copy/mapped-tasks` },
  getMappedTaskInstance: { path: `dags/tables/runs/${runSegment}/tasks/copy/mapped-tasks/1` },
  getRuntimeDag: { path: 'dags/orders' },
  listDagRuns: { path: 'dags/orders/runs' },
  listTaskInstances: { path: `dags/orders/runs/${runSegment}/task-instances` },
  getTaskInstanceLogs: { path: `dags/orders/runs/${runSegment}/task-instances/load/logs/1` },
};

/** A request to each operation that Airflow refuses. */
const bad: Readonly<Record<string, { path?: string; query?: string; body?: unknown }>> = {
  clearTaskInstances: { body: { ...good['clearTaskInstances']?.body, taskIds: [] } },
  updateTaskInstancesState: { body: { ...good['updateTaskInstancesState']?.body, state: 'running' } },
  updateDagRun: { body: { state: 'running' } },
  clearDagRun: { body: { isDryRun: 'yes' } },
  updateTaskInstance: { body: { state: 'success', note: 'x' } },
  listMappedTaskInstances: { query: '?orderBy=nonsense' },
  getMappedTaskInstance: { path: `dags/tables/runs/${runSegment}/tasks/copy/mapped-tasks/one` },
  getRuntimeDag: { path: 'dags/%E0%A4%A' },
  listDagRuns: { query: '?limit=many' },
  listTaskInstances: { query: '?nonsense=1' },
  getTaskInstanceLogs: { query: '?token=nonsense' },
};

let served: Served;
beforeEach(async () => {
  served = await serveAirflow();
});
afterEach(() => served.close());

function ask(
  { operationId, method }: Documented,
  options: { query?: string; token?: string | null; runtime?: string } = {},
): Promise<Reply> {
  const request = good[operationId];
  if (request === undefined) throw new Error(`no good request to ${operationId} is known`);
  const { query = '', ...rest } = options;
  return served.ask(method, `${request.path}${query}`, { ...rest, body: request.body });
}

function askBadly({ operationId, method }: Documented): Promise<Reply> {
  const { path = good[operationId]?.path ?? '', query = '', body = good[operationId]?.body } = bad[operationId] ?? {};
  return served.ask(method, `${path}${query}`, { body });
}

const provoke: Readonly<Record<number, (documentedOperation: Documented) => Promise<Reply>>> = {
  200: (one) => ask(one),
  400: askBadly,
  401: (one) => ask(one, { token: null }),
  403: (one) => ask(one, { runtime: runtimePath.replace('/rt', '/other') }),
  404: (one) => ask(one, { runtime: runtimePath.replace('/rt', '/nowhere') }),
  500(one) {
    served.server.faults.add({ kind: 'error-before' });
    return ask(one);
  },
};

const cases = documented.flatMap((one) => one.statuses.map((status) => [one.operationId, status, one] as const));

describe('each documented answer', () => {
  test('covers the operations that the server has, and no other', () => {
    const served = operations.map(({ operationId, method, template }) => `${operationId} ${method} ${template}`).sort();
    const prefix = '/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}/';
    expect(served).toEqual(
      documented.map(({ operationId, method, path }) => `${operationId} ${method} ${path.replace(prefix, '')}`).sort(),
    );
  });

  test.each(cases)('of %s with status %i is given as the document says', async (_operationId, status, one) => {
    const reply = await provoke[status]?.(one);
    expect(reply?.status).toBe(status);
    expect(findFaults(one, status, reply?.body)).toEqual([]);
  });

  test('takes a real write as it takes its dry run', async () => {
    for (const one of documented) {
      const request = good[one.operationId];
      if (request?.body === undefined || !('isDryRun' in request.body)) continue;
      const reply = await served.ask(one.method, request.path, { body: { ...request.body, isDryRun: false } });
      expect([one.operationId, reply.status, findFaults(one, 200, reply.body)]).toEqual([one.operationId, 200, []]);
    }
  });
});

describe('each documented query parameter', () => {
  const samples: Readonly<Record<string, string>> = {
    orderBy: 'startDate',
    boolean: 'true',
    array: 'failed',
    integer: '1',
    number: '0.5',
    'date-time': '2026-01-05T00:00:00Z',
    // The position behind one character of a log.
    token: Buffer.from('{"log_pos":1}').toString('base64url'),
  };
  const parameters = documented.flatMap((one) =>
    one.query.map((parameter) => [one.operationId, parameter.name, one, parameter] as const),
  );

  test.each(parameters)('of %s is understood: %s', async (_operationId, name, one, { schema }) => {
    const value = samples[name] ?? samples[schema.format ?? ''] ?? samples[schema.type] ?? 'failed';
    const reply =
      name === 'mapIndex'
        ? await served.ask('GET', `dags/tables/runs/${runSegment}/task-instances/copy/logs/1?mapIndex=1`)
        : await ask(one, { query: `?${name}=${encodeURIComponent(value)}` });
    expect([reply.status, findFaults(one, 200, reply.body)]).toEqual([200, []]);
  });
});

describe('an answer', () => {
  test.each([
    ['TaskInstance', 'getMappedTaskInstance'],
    ['RuntimeDag', 'getRuntimeDag'],
    ['DagRun', 'updateDagRun'],
  ])('holds every field of %s and no other', async (schema, operationId) => {
    const one = documented.find((candidate) => candidate.operationId === operationId);
    const reply = one === undefined ? null : await ask(one);
    expect(Object.keys(Object(reply?.body)).sort()).toEqual(fieldsOf(schema).sort());
  });
});
