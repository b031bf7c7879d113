import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAstroAirflow } from '../../../../shared/adapters/astro/astro.ts';
import type { Airflow } from '../../../../shared/ports/airflow.ts';
import { type AServer, startServer } from '../../airflow-http/a-server.ts';
import { options, runBase } from './a-client.ts';

let server: AServer;
let airflow: Airflow;
beforeAll(async () => {
  server = await startServer();
  airflow = createAstroAirflow(options(server.url));
});
beforeEach(() => {
  server.received.length = 0;
  server.answer = () => ({ body: { taskInstances: [] } });
});
afterAll(() => server.close());

const run = { dagId: 'orders', dagRunId: 'r1' };

describe('a write', () => {
  test.each([
    ['preview', true],
    ['clear', false],
  ])('of a clear reaches failed and blocked instances of named tasks alone (%s)', async (what, isDryRun) => {
    const request = { ...run, taskIds: ['load', 'report'], includeDownstream: what === 'preview' } as const;
    await (isDryRun ? airflow.previewClear(request) : airflow.clear(request));
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({ method: 'POST', path: `${runBase}/dags/orders/clear-task-instances` });
    expect(server.received[0]?.body).toEqual({
      isDryRun,
      dagRunId: 'r1',
      taskIds: ['load', 'report'],
      onlyFailed: true,
      onlyRunning: false,
      includeDownstream: what === 'preview',
      includeUpstream: false,
      includeFuture: false,
      includePast: false,
      includeSubDags: false,
      includeParentDags: false,
      resetDagRuns: true,
    });
  });

  test.each([true, false])('of a state reaches one task of one run (dry run: %s)', async (isDryRun) => {
    const request = { ...run, taskId: 'load', state: 'skipped' } as const;
    await (isDryRun ? airflow.previewSetState(request) : airflow.setState(request));
    expect(server.received[0]?.body).toEqual({
      isDryRun,
      dagRunId: 'r1',
      taskId: 'load',
      state: 'skipped',
      includeDownstream: false,
      includeUpstream: false,
      includeFuture: false,
      includePast: false,
    });
  });

  test('that queues a run touches nothing else', async () => {
    server.answer = () => ({ body: { id: 'r1', dagRunId: 'r1', dagId: 'orders', state: 'queued' } });
    await airflow.queueRun(run);
    expect(server.received).toMatchObject([
      { method: 'PATCH', path: `${runBase}/dags/orders/runs/r1`, body: { state: 'queued' } },
    ]);
  });
});

describe('a DAG', () => {
  test('is null where it is not there', async () => {
    server.answer = () => ({ status: 404 });
    expect(await airflow.readDag('orders')).toBeNull();
  });

  test('is what the API tells of it', async () => {
    server.answer = () => ({
      body: {
        dagId: 'orders',
        fileToken: 't',
        fileloc: 'f',
        owners: ['data'],
        isPaused: true,
        isActive: true,
        hasImportErrors: false,
        maxActiveRuns: 1,
        tags: [{ name: 'airmend-off' }],
      },
    });
    expect(await airflow.readDag('orders')).toEqual({
      dagId: 'orders',
      isPaused: true,
      isActive: true,
      hasImportErrors: false,
      maxActiveRuns: 1,
      tags: ['airmend-off'],
      owners: ['data'],
    });
  });
});
