import { describe, expect, test } from '@jest/globals';
import { dag, run, taskInstance, taskInstancePage } from '../../../../shared/adapters/astro/wire.ts';
import { aRow } from './a-client.ts';

describe('a task instance', () => {
  test('is read into our words', () => {
    expect(taskInstance.parse(aRow())).toEqual({
      dagId: 'orders',
      dagRunId: 'r1',
      taskId: 'load',
      mapIndex: -1,
      state: 'failed',
      tryNumber: 1,
      maxTries: 0,
      logicalAt: Date.UTC(2026, 0, 5),
      startedAt: Date.UTC(2026, 0, 5, 0, 1, 0, 123),
      endedAt: Date.UTC(2026, 0, 5, 0, 2),
      durationSeconds: 60,
      operator: 'PythonOperator',
      queue: 'default',
      pool: 'default_pool',
    });
  });

  test('may leave out or null everything but its names', () => {
    const bare = { dagId: 'd', dagRunId: 'r', taskId: 't' };
    const optional = Object.keys(aRow()).filter((name) => !(name in bare));
    const nulled = Object.fromEntries(optional.map((name) => [name, null]));
    const expected = {
      ...bare,
      mapIndex: -1,
      state: 'none',
      tryNumber: 0,
      maxTries: 0,
      logicalAt: null,
      endedAt: null,
    };
    expect(taskInstance.parse(bare)).toMatchObject(expected);
    expect(taskInstance.parse({ ...bare, ...nulled })).toMatchObject(expected);
  });

  test.each([
    ['up_for_retry', 'up_for_retry'],
    ['upForRetry', 'up_for_retry'],
    ['upstreamFailed', 'upstream_failed'],
    ['none', 'none'],
    ['no_status', 'none'],
    ['awaiting_input', 'unknown'],
  ])('in state %s is %s', (written, state) => {
    expect(taskInstance.parse(aRow({ state: written }))).toMatchObject({ state });
  });

  test.each([
    ['2026-01-05T00:00:00', Date.UTC(2026, 0, 5)],
    ['2026-01-05 00:00:00.999999+00:00', Date.UTC(2026, 0, 5, 0, 0, 0, 999)],
    ['2026-01-05T02:00:00+0200', Date.UTC(2026, 0, 5)],
    ['0001-01-01T00:00:00Z', null],
    ['', null],
  ])('that ended %j is read in UTC', (endDate, endedAt) => {
    expect(taskInstance.parse(aRow({ endDate }))).toMatchObject({ endedAt });
  });

  test.each([
    [{ taskId: '' }],
    [{ taskId: null }],
    [{ mapIndex: -2 }],
    [{ mapIndex: 1.5 }],
    [{ mapIndex: '3' }],
    [{ tryNumber: -1 }],
    [{ state: 7 }],
    [{ endDate: 'yesterday' }],
    [{ endDate: '2026' }],
    [{ endDate: 1_767_571_200 }],
  ])('with %j is unreadable', (more) => {
    expect(taskInstance.safeParse(aRow(more)).success).toBe(false);
  });

  test('keeps ordinary keys ordinary', () => {
    const row = JSON.parse(
      JSON.stringify(aRow({ taskId: '__proto__' })).replace('{', '{"__proto__":{"polluted":true},'),
    );
    expect(taskInstance.parse(row)).toMatchObject({ taskId: '__proto__' });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('is read however deep what nobody reads is nested', () => {
    const depth = 100_000;
    const text = JSON.stringify(aRow()).replace('{', `{"renderedFields":${'['.repeat(depth)}${']'.repeat(depth)},`);
    expect(taskInstance.safeParse(JSON.parse(text)).success).toBe(true);
  });
});

test('a page says how many there are and how many were granted', () => {
  const page = taskInstancePage.parse({ taskInstances: [], totalCount: 7, limit: 20, offset: 0, more: true });
  expect(page).toEqual({ items: [], totalCount: 7, limit: 20 });
  expect(taskInstancePage.safeParse({ taskInstances: [], limit: 20, offset: 0 }).success).toBe(false);
});

test('a run is read with its old and its new names', () => {
  const old = {
    id: 'r1',
    dagRunId: 'r1',
    dagId: 'd',
    state: 'failed',
    runType: 'manual',
    executionDate: '2026-01-05T00:00:00Z',
  };
  const at = Date.UTC(2026, 0, 5);
  expect(run.parse(old)).toMatchObject({
    dagRunId: 'r1',
    state: 'failed',
    runType: 'manual',
    logicalAt: at,
    endedAt: null,
  });
  const fresh = { ...old, type: 'scheduled', logicalDate: '2026-01-06T00:00:00Z' };
  expect(run.parse(fresh)).toMatchObject({ runType: 'scheduled', logicalAt: at + 86_400_000 });
});

test('a DAG says null where the API says nothing', () => {
  expect(dag.parse({ dagId: 'd', fileToken: 't', fileloc: 'f', owners: ['a'], tags: [{ name: 'x' }, {}] })).toEqual({
    dagId: 'd',
    isPaused: null,
    isActive: null,
    hasImportErrors: null,
    maxActiveRuns: null,
    tags: ['x'],
    owners: ['a'],
  });
});
