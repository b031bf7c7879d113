import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import { createClearRequest } from '../../../shared/core/airflow/clear-request.ts';
import type { AirflowAbilities } from '../../../shared/ports/airflow.ts';
import { failureOf } from '../../unit/adapters/astro/a-client.ts';
import { began, dagRunId, ports, type ServedPort } from './served-ports.ts';

const run = { dagId: 'orders', dagRunId };
const tables = { dagId: 'tables', dagRunId };
const minuteMs = 60_000;
const clearOf = (taskIds: string[], more: object = {}) =>
  createClearRequest({ ...run, taskIds, includeDownstream: false, ...more });

describe.each(ports)('$title', ({ serve }) => {
  let served: ServedPort;
  beforeEach(async () => {
    served = await serve();
  });
  afterEach(() => served.close());

  const states = async (of: { dagId: string; dagRunId: string }) => {
    const listing = await served.airflow.listTaskInstances(of);
    return (listing?.taskInstances ?? [])
      .map(({ taskId, mapIndex, state }) => `${taskId}[${mapIndex}] ${state}`)
      .sort();
  };
  const pass = (ms: number) => {
    served.clock.now += ms;
    served.model.advance(served.clock.now);
  };
  /** Holds where the API has the ability; where it has not, it says so and does nothing. */
  const where = (ability: keyof AirflowAbilities, able: () => Promise<void>, unable: () => Promise<void>) =>
    served.airflow.abilities[ability] === true ? able() : unable();

  test('names itself', async () => {
    const { name } = await served.airflow.describeApi();
    expect(name).toBe(served.airflow.abilities.name);
  });

  describe('a read', () => {
    test('shows the run, its task instances and its DAG', async () => {
      expect(await states(run)).toEqual(['extract[-1] success', 'load[-1] failed', 'report[-1] upstream_failed']);
      const hint = { logicalAt: began };
      expect(await served.airflow.readRun(run, hint)).toMatchObject({ ...run, state: 'failed', logicalAt: began });
      expect(await served.airflow.readRun(run, { logicalAt: null })).toMatchObject(run);
      expect(await served.airflow.readDag('orders')).toEqual({
        dagId: 'orders',
        isPaused: false,
        isActive: true,
        hasImportErrors: false,
        maxActiveRuns: 1,
        tags: ['sales'],
        owners: ['commerce'],
      });
    });

    test('shows each map index', async () => {
      expect((await states(tables)).filter((one) => one.startsWith('copy'))).toEqual([
        'copy[0] success',
        'copy[1] failed',
        'copy[2] success',
        'copy[3] failed',
      ]);
    });

    test('of what is not there shows nothing', async () => {
      const gone = { dagId: 'orders', dagRunId: 'gone' };
      expect((await served.airflow.listTaskInstances(gone))?.taskInstances ?? []).toEqual([]);
      expect(await served.airflow.readRun(gone, { logicalAt: null })).toBeNull();
      expect(await served.airflow.readDag('gone')).toBeNull();
      expect(await served.airflow.listFailedRuns({ dagId: 'gone', endedSince: 0, limit: 5 })).toEqual([]);
      const query = { ...gone, taskId: 'load', mapIndex: -1, tryNumber: 1 };
      expect(await served.airflow.readLogTail(query)).toEqual({ kind: 'missing' });
    });

    test('of a log shows what was said, and of a mapped one that of its index', async () => {
      const tail = await served.airflow.readLogTail({ ...run, taskId: 'load', mapIndex: -1, tryNumber: 1 });
      expect(tail).toMatchObject({ kind: 'text', text: expect.stringContaining('the database is away') });
      const fine = await served.airflow.readLogTail({ ...tables, taskId: 'copy', mapIndex: 0, tryNumber: 1 });
      expect(fine).toMatchObject({ kind: 'text', text: expect.not.stringContaining('the database is away') });
      const failed = await served.airflow.readLogTail({ ...tables, taskId: 'copy', mapIndex: 1, tryNumber: 1 });
      expect(failed).toMatchObject({ kind: 'text', text: expect.stringContaining('the database is away') });
    });

    test('finds failed runs by when they ended, both sides of the edge', async () => {
      const found = await served.airflow.listFailedRuns({ dagId: 'orders', endedSince: began, limit: 5 });
      expect(found.map((one) => one.dagRunId)).toEqual([dagRunId]);
      const endedAt = found[0]?.endedAt ?? 0;
      const since = (endedSince: number) => served.airflow.listFailedRuns({ dagId: 'orders', endedSince, limit: 5 });
      expect(await since(endedAt)).toHaveLength(1);
      expect(await since(endedAt + 1)).toEqual([]);
    });

    test('finds failed runs of every DAG, newest end first [listsRunsOfAllDags]', async () => {
      const all = (limit: number) => served.airflow.listFailedRuns({ dagId: null, endedSince: began, limit });
      await where(
        'listsRunsOfAllDags',
        async () => {
          const found = await all(10);
          expect(found.map(({ dagId }) => dagId).sort()).toEqual(['cluster', 'long', 'orders', 'tables']);
          expect(found[0]?.dagId).toBe('long');
          expect(await all(2)).toEqual(found.slice(0, 2));
        },
        async () => {
          if (!served.airflow.abilities.name.startsWith('model'))
            await expect(all(10)).rejects.toMatchObject({ name: 'InvariantError' });
        },
      );
    });

    test('shows what lies below each task [showsTaskGraph]', async () => {
      await where(
        'showsTaskGraph',
        async () => {
          const graph = await served.airflow.readTaskGraph('cluster');
          const drop = graph?.find(({ taskId }) => taskId === 'drop');
          expect(drop).toEqual({ taskId: 'drop', triggerRule: 'all_done_setup_success', downstreamTaskIds: [] });
          expect(graph?.find(({ taskId }) => taskId === 'compute')?.downstreamTaskIds).toEqual(['drop']);
          expect(await served.airflow.readTaskGraph('gone')).toBeNull();
        },
        async () => expect(await served.airflow.readTaskGraph('cluster')).toBeNull(),
      );
    });

    test('says why a worker was lost [readsEventLog]', async () => {
      const tail = await served.airflow.readLogTail({
        dagId: 'long',
        dagRunId,
        taskId: 'train',
        mapIndex: -1,
        tryNumber: 1,
      });
      const text = tail.kind === 'text' ? tail.text : '';
      expect(text).toContain('still going');
      await where(
        'readsEventLog',
        async () => expect(text).toContain('did not emit heartbeat'),
        async () => expect(text).not.toContain('heartbeat'),
      );
    });
  });

  describe('a clear', () => {
    test('is previewed as it is done, and the preview changes nothing', async () => {
      const before = await served.airflow.listTaskInstances(run);
      const preview = await served.airflow.previewClear(clearOf(['load']));
      expect(preview).toMatchObject([{ ...run, taskId: 'load' }]);
      expect(await served.airflow.listTaskInstances(run)).toEqual(before);
      expect(await served.airflow.clear(clearOf(['load']))).toEqual(preview);
    });

    test('makes what failed and what it blocked run again', async () => {
      await served.airflow.clear(clearOf(['load', 'report']));
      pass(5 * minuteMs);
      expect(await states(run)).toEqual(['extract[-1] success', 'load[-1] success', 'report[-1] success']);
      expect(await served.airflow.readRun(run, { logicalAt: began })).toMatchObject({ state: 'success' });
      const listing = await served.airflow.listTaskInstances(run);
      expect(listing?.taskInstances.find(({ taskId }) => taskId === 'load')).toMatchObject({ tryNumber: 2 });
    });

    test('with what is below reaches failed and blocked task instances alone', async () => {
      const preview = await served.airflow.previewClear(clearOf(['extract'], { includeDownstream: true }));
      expect(preview.map(({ taskId }) => taskId).sort()).toEqual(['load', 'report']);
    });

    test('of a mapped task reaches its failed indexes, and names them [previewsMapIndex]', async () => {
      const preview = await served.airflow.previewClear(clearOf(['copy'], tables));
      expect(preview.map(({ taskId }) => taskId)).toEqual(['copy', 'copy']);
      const indexes = preview.map(({ mapIndex }) => mapIndex).sort();
      await where(
        'previewsMapIndex',
        async () => expect(indexes).toEqual([1, 3]),
        async () => expect(indexes).toEqual([null, null]),
      );
    });

    test('of one map index leaves its siblings alone [addressesMapIndex]', async () => {
      const before = await states(tables);
      const clear = clearOf(['copy'], { ...tables, mapIndexes: new Map([['copy', [1]]]) });
      await where(
        'addressesMapIndex',
        async () => {
          expect(await served.airflow.previewClear(clear)).toEqual([{ ...tables, taskId: 'copy', mapIndex: 1 }]);
          await served.airflow.clear(clear);
          pass(5 * minuteMs);
          expect(await states(tables)).toEqual(expect.arrayContaining(['copy[1] success', 'copy[3] failed']));
        },
        async () => {
          expect(await failureOf(served.airflow.clear(clear))).toMatchObject({ code: 'bad-request', executed: 'no' });
          expect(await states(tables)).toEqual(before);
        },
      );
    });

    test('that finds nothing failed any more answers nothing, and does nothing', async () => {
      await served.airflow.clear(clearOf(['load', 'report']));
      pass(5 * minuteMs);
      const before = await served.airflow.listTaskInstances(run);
      expect(await served.airflow.clear(clearOf(['load', 'report']))).toEqual([]);
      expect(await served.airflow.listTaskInstances(run)).toEqual(before);
    });

    test('of an unknown task selects nothing, of an unknown run is not found', async () => {
      expect(await served.airflow.previewClear(clearOf(['nope']))).toEqual([]);
      const failure = await failureOf(served.airflow.clear(clearOf(['load'], { dagRunId: 'gone' })));
      expect(failure).toMatchObject({ code: 'not-found', executed: 'no' });
    });
  });

  describe('a state', () => {
    const set = { ...run, taskId: 'load', state: 'success' } as const;

    test('is previewed without a change, then set, and what it blocked runs', async () => {
      const before = await served.airflow.listTaskInstances(run);
      expect(await served.airflow.previewSetState(set)).toMatchObject([{ ...run, taskId: 'load' }]);
      expect(await served.airflow.listTaskInstances(run)).toEqual(before);
      await served.airflow.setState(set);
      pass(5 * minuteMs);
      expect(await states(run)).toEqual(['extract[-1] success', 'load[-1] success', 'report[-1] success']);
    });

    test('that is there already is a conflict or no change at all', async () => {
      await served.airflow.setState(set);
      const again: unknown = await served.airflow.setState(set).catch((error: unknown) => error);
      if (again instanceof AirflowError) expect(again.code).toBe('conflict');
      else expect(again).toEqual([]);
      expect(await served.airflow.previewSetState(set)).toEqual([]);
    });

    test('of a mapped task without an index is not found: it never sets them all', async () => {
      const before = await states(tables);
      const whole = { ...tables, taskId: 'copy', state: 'success' } as const;
      expect(await failureOf(served.airflow.previewSetState(whole))).toMatchObject({ code: 'not-found' });
      expect(await failureOf(served.airflow.setState(whole))).toMatchObject({ code: 'not-found', executed: 'no' });
      expect(await states(tables)).toEqual(before);
    });

    test('of one map index leaves its siblings alone [setsMapIndex]', async () => {
      const before = await states(tables);
      const one = { ...tables, taskId: 'copy', mapIndex: 1, state: 'success' } as const;
      await where(
        'setsMapIndex',
        async () => {
          expect(await served.airflow.previewSetState(one)).toMatchObject([{ ...tables, taskId: 'copy' }]);
          expect(await states(tables)).toEqual(before);
          await served.airflow.setState(one);
          expect(await states(tables)).toEqual(expect.arrayContaining(['copy[1] success', 'copy[3] failed']));
        },
        async () => {
          expect(await failureOf(served.airflow.setState(one))).toMatchObject({ code: 'bad-request', executed: 'no' });
          expect(await states(tables)).toEqual(before);
        },
      );
    });
  });

  test('a finished run is queued again without a change to its task instances', async () => {
    const before = await states(run);
    await served.airflow.queueRun(run);
    expect(['queued', 'running']).toContain((await served.airflow.readRun(run, { logicalAt: began }))?.state);
    expect(await states(run)).toEqual(before);
    const gone = await failureOf(served.airflow.queueRun({ dagId: 'orders', dagRunId: 'gone' }));
    expect(gone).toMatchObject({ code: 'not-found', executed: 'no' });
  });
});
