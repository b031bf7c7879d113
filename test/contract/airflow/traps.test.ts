import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClearRequest } from '../../../shared/core/airflow/clear-request.ts';
import { classifyFailure } from '../../../shared/core/classify/classify-failure.ts';
import type { LogTail } from '../../../shared/ports/airflow.ts';
import { failureOf } from '../../unit/adapters/astro/a-client.ts';
import { type AServer, type Received, startServer } from '../../unit/airflow-http/a-server.ts';
import { findRecording } from './a-recording.ts';
import { airflow2, airflow3, apiOf, asRelease, connect } from './apis.ts';
import { answerAs, askAgain } from './replay.ts';

let server: AServer;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => {
  server.received.length = 0;
});
afterAll(() => server.close());

const run = { dagId: 'orders', dagRunId: 'r1' };
const replay = async (version: string, name: string): Promise<unknown> => {
  const recording = findRecording(version, name);
  answerAs(server, recording);
  return askAgain(recording, server).catch((error: unknown) => error);
};
const sent = (): Received[] => server.received.filter(({ path }) => !path.endsWith('/version'));
const noInstances = { task_instances: [], total_entries: 0 };

describe('what a write of Airflow 3 could do beyond its preview', () => {
  test('a preview of a state never goes where a PATCH writes', async () => {
    server.answer = asRelease('3.3.2', () => ({ body: noInstances }));
    await connect(airflow3, server.url).previewSetState({ ...run, taskId: 'load', state: 'success' });
    expect(sent().map(({ method, path }) => [method, path.endsWith('/taskInstances/load/-1/dry_run')])).toEqual([
      ['PATCH', true],
    ]);
    expect(sent()[0]?.body).not.toHaveProperty('dry_run');
  });

  test.each([undefined, 0, 12])('a state is set at one map index, also where none is named (%s)', async (mapIndex) => {
    server.answer = asRelease('3.3.2', () => ({ body: noInstances }));
    await connect(airflow3, server.url).setState({ ...run, taskId: 'load', mapIndex, state: 'success' });
    expect(sent()[0]?.path).toMatch(new RegExp(`/taskInstances/load/${mapIndex ?? -1}$`));
  });

  test.each(['3.0.6', '3.1.8', '3.2.1', '3.3.2'])(
    'one map index together with what is below it is sent to no version that would take every index (%s)',
    async (version) => {
      server.answer = asRelease(version, () => ({ body: noInstances }));
      const clear = { ...run, taskIds: ['load'], mapIndexes: new Map([['load', [1]]]) };
      const airflow = connect(airflow3, server.url);
      if (version === '3.3.2') {
        await airflow.previewClear(createClearRequest({ ...clear, includeDownstream: true }));
        expect(sent()[0]?.body).toMatchObject({ task_ids: [['load', 1]] });
        return;
      }
      const failure = await failureOf(airflow.previewClear(createClearRequest({ ...clear, includeDownstream: true })));
      expect(failure).toMatchObject({ code: 'bad-request', executed: 'no', status: undefined });
      expect(sent()).toEqual([]);
      await airflow.previewClear(createClearRequest({ ...clear, includeDownstream: false }));
      expect(sent()[0]?.body).toMatchObject({ task_ids: [['load', 1]] });
    },
  );

  test('a clear names map indexes as pairs and other tasks by their id', async () => {
    server.answer = asRelease('3.3.2', () => ({ body: noInstances }));
    const mapIndexes = new Map([['copy', [1, 4]]]);
    const clear = createClearRequest({ ...run, taskIds: ['copy', 'report'], mapIndexes, includeDownstream: false });
    await connect(airflow3, server.url).clear(clear);
    expect(sent()[0]?.body).toMatchObject({ task_ids: [['copy', 1], ['copy', 4], 'report'] });
  });

  test('what is running is not cleared where the version can refuse it', async () => {
    expect(await replay('3.3.2', 'clear-real-prevent-running-409')).toMatchObject({ code: 'conflict', status: 409 });
    expect(sent()[0]?.body).toMatchObject({ prevent_running_task: true });
  });
});

describe('a selection that Airflow 2 can not make', () => {
  test('is refused here: a clear of one map index', async () => {
    server.answer = asRelease('2.11.2', () => ({ body: noInstances }));
    const clear = { ...run, taskIds: ['load'], mapIndexes: new Map([['load', [1]]]), includeDownstream: false };
    const failure = await failureOf(connect(airflow2, server.url).clear(createClearRequest(clear)));
    expect(failure).toMatchObject({ code: 'bad-request', executed: 'no' });
    expect(sent()).toEqual([]);
  });

  test('a run is always reset: it would stay finished, and nothing would run what was cleared', async () => {
    server.answer = asRelease('2.11.2', () => ({ body: noInstances }));
    const clear = createClearRequest({ ...run, taskIds: ['load'], includeDownstream: false });
    await connect(airflow2, server.url).clear(clear);
    expect(sent()[0]?.body).toMatchObject({ reset_dag_runs: true, dry_run: false, only_failed: true });
  });

  test('a real write to one map index answers `{}` and so names nothing', async () => {
    server.answer = asRelease('2.11.2', () => ({ body: {} }));
    const set = { ...run, taskId: 'load', mapIndex: 1, state: 'success' } as const;
    expect(await connect(airflow2, server.url).setState(set)).toEqual([]);
    expect(sent()[0]?.body).toEqual({ dry_run: false, new_state: 'success' });
  });

  test('the state of a whole mapped task is not found, and nothing is written', async () => {
    expect(await replay('2.11.2', 'batch-set-mapped-404')).toMatchObject({ code: 'not-found', executed: 'no' });
  });
});

describe('an answer that is not what its status says', () => {
  test.each(['3.1.8', '3.3.2'])('a 403 for a bad token of %s is a bad token', async (version) => {
    expect(await replay(version, 'refused-bad-token')).toMatchObject({ code: 'unauthorized', status: 403 });
  });

  test('a 403 for a small role stays one', async () => {
    expect(await replay('3.3.2', 'refused-viewer-patch')).toMatchObject({ code: 'forbidden', executed: 'no' });
  });

  test.each([
    ['3.0.6', 'clear-failed-and-running'],
    ['3.1.8', 'clear-empty-task-ids'],
  ])('a 500 for a refused preview of %s is a refusal, and is not asked again', async (version, name) => {
    const recording = findRecording(version, name);
    answerAs(server, recording);
    const airflow = connect(apiOf(version), server.url, { settings: { retries: threeTries } });
    const clear = createClearRequest({ ...run, taskIds: ['load'], includeDownstream: true });
    const failure = await failureOf(airflow.previewClear(clear));
    expect(failure).toMatchObject({ code: 'bad-request', status: 500, concernsDeployment: false });
    expect(sent()).toHaveLength(1);
    expect(await failureOf(airflow.clear(clear))).toMatchObject({ code: 'server-error', executed: 'unknown' });
  });

  test('a 500 of 3.3, which answers refusals as 422, is trouble', async () => {
    server.answer = asRelease('3.3.2', () => ({ status: 500, body: 'Internal Server Error' }));
    const clear = createClearRequest({ ...run, taskIds: ['load'], includeDownstream: true });
    expect(await failureOf(connect(airflow3, server.url).previewClear(clear))).toMatchObject({ code: 'server-error' });
  });

  test.each([
    ['an object', { detail: { reason: 'Unique constraint violation', statement: 'INSERT INTO secret' } }],
    ['a text', { detail: 'Task id query is already in success state' }],
  ])('a 409 with %s is a conflict of unknown effect', async (_what, body) => {
    server.answer = asRelease('3.3.2', () => ({ status: 409, body }));
    const clear = createClearRequest({ ...run, taskIds: ['load'], includeDownstream: false });
    const failure = await failureOf(connect(airflow3, server.url).clear(clear));
    expect(failure).toMatchObject({ code: 'conflict', executed: 'unknown' });
    expect(failure.message).not.toMatch(/INSERT|already/);
  });

  test('a 404 whose detail is a list is a 404', async () => {
    expect(await replay('3.1.8', 'set-mapped-unknown-index')).toMatchObject({ code: 'not-found' });
  });
});

describe('a run', () => {
  test('that Airflow 2 does not know is null although its listing is a 200', async () => {
    server.answer = asRelease('2.11.2', ({ path }) =>
      path.endsWith('/taskInstances') ? { body: noInstances } : { status: 404, body: { title: 'DAGRun not found' } },
    );
    expect(await connect(airflow2, server.url).listTaskInstances(run)).toBeNull();
  });

  test('that Airflow 2 knows and that has no task instance yet is an empty listing', async () => {
    server.answer = asRelease('2.11.2', ({ path }) => ({
      body: path.endsWith('/taskInstances') ? noInstances : { dag_id: 'orders', dag_run_id: 'r1', state: 'queued' },
    }));
    expect(await connect(airflow2, server.url).listTaskInstances(run)).toMatchObject({ taskInstances: [] });
  });

  test('may have no logical date', async () => {
    server.answer = asRelease('3.3.2', () => ({
      body: { dag_id: 'orders', dag_run_id: 'r1', state: 'failed', run_type: 'manual', logical_date: null },
    }));
    const found = await connect(airflow3, server.url).readRun(run, { logicalAt: null });
    expect(found).toMatchObject({ logicalAt: null, state: 'failed' });
  });

  test('is read whole although at most a hundred rows come at once', async () => {
    const row = (place: number) => ({
      ...{ id: `${place}`, dag_id: 'orders', dag_run_id: 'r1', task_id: 'copy', map_index: place, state: 'failed' },
      ...{ try_number: 1, max_tries: 0, pool: 'p' },
    });
    const rows = Array.from({ length: 250 }, (_none, place) => row(place));
    server.answer = asRelease('3.3.2', ({ query }) => {
      const offset = Number(query.get('offset'));
      const task_instances = rows.slice(offset, offset + Math.min(100, Number(query.get('limit'))));
      return { body: { task_instances, total_entries: rows.length } };
    });
    const listing = await connect(airflow3, server.url).listTaskInstances(run);
    expect(listing?.taskInstances).toHaveLength(250);
    expect(listing?.pages).toBe(3);
  });

  test('is read whole in whatever order its rows come', async () => {
    const rows = [7, 3, 9, 0, 5, 1, 8, 2, 6, 4].map((place) => ({
      ...{ id: `${place}`, dag_id: 'orders', dag_run_id: 'r1', task_id: 'copy', map_index: place, state: 'failed' },
      ...{ try_number: 1, max_tries: 0, pool: 'p' },
    }));
    server.answer = asRelease('3.3.2', ({ query }) => {
      const offset = Number(query.get('offset'));
      return { body: { task_instances: rows.slice(offset, offset + 4), total_entries: rows.length } };
    });
    const listing = await connect(airflow3, server.url).listTaskInstances(run);
    const found = (listing?.taskInstances ?? []).map(({ mapIndex }) => mapIndex).sort();
    expect(found).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('whose pages shift is not taken for whole', async () => {
    const row = {
      id: 'u',
      dag_id: 'orders',
      dag_run_id: 'r1',
      task_id: 'a',
      map_index: -1,
      try_number: 1,
      max_tries: 0,
    };
    server.answer = asRelease('2.11.2', () => ({ body: { task_instances: [row], total_entries: 2 } }));
    expect(await failureOf(connect(airflow2, server.url).listTaskInstances(run))).toMatchObject({
      code: 'shifting-listing',
    });
  });

  test('has rows whose own id changes at each clear, so it is not what tells them apart', async () => {
    const row = (id: string) => ({
      ...{ id, dag_id: 'orders', dag_run_id: 'r1', task_id: 'a', map_index: -1, try_number: 1, max_tries: 0 },
    });
    server.answer = asRelease('3.3.2', () => ({ body: { task_instances: [row('u1'), row('u2')], total_entries: 2 } }));
    const airflow = connect(airflow3, server.url);
    expect(await failureOf(airflow.listTaskInstances(run))).toMatchObject({ code: 'shifting-listing' });
  });
});

describe('a DAG', () => {
  test.each(['2.11.2', '3.3.2'])('whose file does not import any more says so (%s)', async (version) => {
    expect(await replay(version, 'dag-details-import-error')).toMatchObject({ hasImportErrors: true });
  });

  test('that left its file is inactive only once Airflow 3 has noticed', async () => {
    expect(await replay('3.3.2', 'dag-details-import-error')).toMatchObject({ isActive: false });
    expect(await replay('3.3.2', 'dag-details-removed-dag')).toMatchObject({ isActive: true, hasImportErrors: false });
  });
});

describe('a failed task between a setup and its teardown', () => {
  test.each(['2.11.2', '3.3.2'])(
    'is all that a clear of failures reaches: its setup stays as it was (%s)',
    async (version) => {
      const preview = await replay(version, 'fenced-clear-dry-failed');
      expect(preview).toMatchObject([{ dagId: 'fenced', taskId: 'compute' }]);
      expect(preview).toHaveLength(1);
    },
  );
});

describe('a state that is set to skipped', () => {
  test('names one task instance in its answer, not what it spreads to', async () => {
    expect(await replay('3.3.2', 'set-skipped')).toMatchObject([{ taskId: 'transform' }]);
  });
});

const threeTries = { triesMax: 3, delayMs: 1, delayMsMax: 1 };

const textOf = (tail: unknown): string => {
  const { kind, ...rest } = tail as LogTail;
  return kind === 'text' && 'text' in rest ? rest.text : '';
};

describe('a log', () => {
  test('of Airflow 2 is the text form of a Python list, and is read as text', async () => {
    const text = textOf(await replay('2.11.2', 'log-killed'));
    expect(text).toContain('Task exited with return code -9');
    expect(text).not.toContain('\\n');
    expect(text).not.toContain("[('worker-1'");
  });

  test.each(['log-json', 'log-accept-ndjson', 'log-accept-any'])(
    'of Airflow 3 is one message a line (%s)',
    async (name) => {
      const lines = textOf(await replay('3.3.2', name))
        .trimEnd()
        .split('\n');
      expect(lines.length).toBeGreaterThan(5);
      for (const line of lines) expect(JSON.parse(line)).toHaveProperty('event');
    },
  );

  test.each([
    ['2.11.2', 'log-killed'],
    ['3.1.8', 'log-killed'],
    ['3.3.2', 'log-killed'],
  ])('of a killed task says so to the classifier (%s)', async (version, name) => {
    const logTail = textOf(await replay(version, name));
    const { failureClass } = classifyFailure({ logTail, operator: null, reportError: null });
    expect(['out-of-memory', 'worker-lost']).toContain(failureClass);
  });

  test('of a lost worker just stops: the event log says why', async () => {
    const recording = findRecording('3.3.2', 'log-worker-lost');
    const [mapIndex, tryNumber] = [-1, 1];
    const extra = 'Task did not emit heartbeat within time limit (20 seconds) and will be terminated.';
    const event = (more: object) => ({
      event_log_id: 1,
      when: '2026-11-24T23:30:05Z',
      event: 'heartbeat timeout',
      ...more,
    });
    server.answer = asRelease('3.3.2', ({ path }) =>
      path.endsWith('/eventLogs')
        ? {
            body: {
              event_logs: [
                event({ extra, map_index: mapIndex, try_number: tryNumber }),
                event({ extra: 'of another try', map_index: mapIndex, try_number: 2 }),
                event({ event: 'cli_task_run', extra: 'of no interest' }),
              ],
            },
          }
        : { body: recording.response.body },
    );
    const airflow = connect(airflow3, server.url);
    const logTail = textOf(await airflow.readLogTail({ ...run, taskId: 'long_work', mapIndex, tryNumber }));
    expect(logTail).toContain(extra);
    expect(logTail).not.toMatch(/of another try|of no interest/);
    const { failureClass } = classifyFailure({ logTail, operator: null, reportError: null });
    expect(failureClass).toBe('worker-lost');
  });

  test.each(['2.11.2', '3.3.2'])(
    'that was never written is missing, unless the event log knows more (%s)',
    async (version) => {
      const extra = 'Executor LocalExecutor reported that the task instance finished with state failed';
      let known: object[] = [];
      server.answer = asRelease(version, ({ path }) =>
        path.endsWith('/eventLogs') ? { body: { event_logs: known } } : { status: 404 },
      );
      const airflow = connect(apiOf(version), server.url);
      const query = { ...run, taskId: 'load', mapIndex: -1, tryNumber: 1 };
      expect(await airflow.readLogTail(query)).toEqual({ kind: 'missing' });
      known = [{ event_log_id: 1, when: '2026-01-01T00:00:00Z', event: 'state mismatch', extra }];
      expect(textOf(await airflow.readLogTail(query))).toContain(extra);
    },
  );

  test('is read all the same by whoever may not read the event log', async () => {
    server.answer = asRelease('3.3.2', ({ path }) =>
      path.endsWith('/eventLogs')
        ? { status: 403, body: { detail: 'Forbidden' } }
        : { body: { content: [{ event: 'x' }] } },
    );
    const tail = await connect(airflow3, server.url).readLogTail({ ...run, taskId: 'a', mapIndex: -1, tryNumber: 1 });
    expect(tail).toEqual({ kind: 'text', text: '{"event":"x"}\n' });
  });

  test.each([
    ['2.11.2', 'log-upstream-failed-try-1'],
    ['3.3.2', 'log-unknown-try'],
  ])('of a try that never was is missing (%s)', async (version, name) => {
    expect(await replay(version, name)).toEqual({ kind: 'missing' });
  });
});
