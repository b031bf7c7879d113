import { describe, expect, test } from '@jest/globals';
import type { TaskGraph } from '../../../../shared/core/airflow/task-graph.ts';
import type { TaskInstance } from '../../../../shared/core/airflow/task-instance.ts';
import { findStray } from '../../../../shared/core/decide/compare-preview.ts';
import { findTornDown } from '../../../../shared/core/decide/torn-down.ts';

const aTaskInstance = (taskId: string, state: TaskInstance['state'], mapIndex = -1): TaskInstance => ({
  ...{ taskId, mapIndex, state, tryNumber: 1, maxTries: 0, startedAt: 0, endedAt: 0, durationSeconds: 0 },
  ...{ operator: null, queue: null, pool: null },
});

const node = (taskId: string, downstreamTaskIds: string[], triggerRule = 'all_success') => ({
  taskId,
  triggerRule,
  downstreamTaskIds,
});
/** `with make() >> drop(): load() >> compute()` */
const fenced: TaskGraph = [
  node('make', ['load', 'drop']),
  node('load', ['compute']),
  node('compute', ['drop', 'report']),
  node('drop', [], 'all_done_setup_success'),
  node('report', []),
];
const states = (drop: TaskInstance['state'], compute: TaskInstance['state'] = 'failed') => [
  aTaskInstance('make', 'success'),
  aTaskInstance('load', 'success'),
  aTaskInstance('compute', compute),
  aTaskInstance('drop', drop),
  aTaskInstance('report', 'upstream_failed'),
];

describe('a task within a setup and its teardown', () => {
  test('would run without its setup once the teardown has run', () => {
    const found = { taskId: 'compute', setupTaskId: 'make', teardownTaskId: 'drop' };
    expect(findTornDown(fenced, ['compute'], states('success'))).toEqual(found);
    expect(findTornDown(fenced, ['load'], states('success'))).toMatchObject({ taskId: 'load' });
  });

  test.each(['none', 'running', 'failed', 'upstream_failed'] as const)(
    'may be cleared while the teardown is still to run (%s)',
    (drop) => expect(findTornDown(fenced, ['compute'], states(drop))).toBeNull(),
  );

  test('may be cleared together with both', () => {
    expect(findTornDown(fenced, ['make', 'compute', 'drop'], states('success'))).toBeNull();
    expect(findTornDown(fenced, ['make', 'load', 'compute'], states('success'))).toBeNull();
  });
});

describe('a task outside of it', () => {
  test('may be cleared whatever the teardown did', () => {
    expect(findTornDown(fenced, ['report'], states('success'))).toBeNull();
  });

  test('is one whose teardown has no setup above it', () => {
    const graph = [node('work', ['drop']), node('drop', [], 'all_done_setup_success')];
    expect(
      findTornDown(graph, ['work'], [aTaskInstance('work', 'failed'), aTaskInstance('drop', 'success')]),
    ).toBeNull();
  });

  test('is found in a graph that names itself in a circle, without end', () => {
    const graph = [node('a', ['b']), node('b', ['a', 'drop']), node('drop', ['a'], 'all_done_setup_success')];
    expect(findTornDown(graph, ['elsewhere'], [aTaskInstance('drop', 'success')])).toBeNull();
  });
});

describe('a preview that names map indexes', () => {
  const listed = [
    aTaskInstance('copy', 'failed', 1),
    aTaskInstance('copy', 'success', 2),
    aTaskInstance('report', 'upstream_failed'),
  ];
  const names = (taskId: string, mapIndex: number | null) => ({ dagId: 'd', dagRunId: 'r', taskId, mapIndex });

  test('names what was listed as failed or blocked', () => {
    expect(findStray([names('copy', 1), names('report', -1)], listed)).toBeNull();
  });

  test('is of another moment where it names an index that was not', () => {
    expect(findStray([names('copy', 2)], listed)).toEqual({ taskId: 'copy', mapIndex: 2 });
  });

  test('says nothing where the API names no indexes', () => {
    expect(findStray([names('copy', null)], listed)).toBeNull();
  });
});
