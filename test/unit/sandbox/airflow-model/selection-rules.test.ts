import { describe, expect, test } from '@jest/globals';
import { aFinishedRun, aSmallAirflow, began, chain, dayMs, flaky } from './a-small-airflow.ts';

const diamond = [...chain, { taskId: 'audit', upstream: ['extract'] }];
const copies = [
  { taskId: 'make' },
  { taskId: 'copy', upstream: ['make'], mapped: 3, outcomesByMapIndex: { '1': flaky('', 1).outcomes ?? [] } },
  { taskId: 'collect', upstream: ['copy'] },
];

describe('what a clear selects', () => {
  test('rule 1: onlyFailed means failed and upstream_failed', () => {
    const airflow = aFinishedRun(diamond);
    expect(airflow.preview({ taskIds: undefined })).toEqual(['transform', 'load']);
  });

  test('rule 1: onlyRunning means running and nothing else', () => {
    const airflow = aSmallAirflow([
      { taskId: 'long', durationMs: 60_000 },
      flaky('short', 1),
      { taskId: 'next', upstream: ['long'] },
    ]);
    airflow.start('r1');
    airflow.pass(10_000);
    expect(airflow.preview({ onlyFailed: false, onlyRunning: true })).toEqual(['long']);
  });

  test('rule 2: relatives are filtered by state too', () => {
    const airflow = aFinishedRun(diamond);
    expect(airflow.preview({ taskIds: ['extract'] })).toEqual(['transform', 'load']);
    expect(airflow.preview({ taskIds: ['load'], includeDownstream: false, includeUpstream: true })).toEqual([
      'transform',
      'load',
    ]);
  });

  test('rule 3: without downstream the blocked task stays blocked and the run fails again', () => {
    const airflow = aFinishedRun(chain);
    airflow.clear({ taskIds: ['transform'], includeDownstream: false });
    airflow.settle();
    expect(airflow.states()).toEqual({ extract: 'success', transform: 'success', load: 'upstream_failed' });
    expect(airflow.run()?.state).toBe('failed');
  });

  test('rule 3: clearing the blocked task alone afterwards heals the run', () => {
    const airflow = aFinishedRun(chain);
    airflow.clear({ taskIds: ['transform'], includeDownstream: false });
    airflow.settle();
    airflow.clear({ taskIds: ['load'], includeDownstream: false });
    airflow.settle();
    expect(airflow.run()?.state).toBe('success');
  });

  test('rule 4: no run and no dates means every run in history', () => {
    const airflow = aSmallAirflow(chain);
    airflow.start('r1');
    airflow.start('r2', began + dayMs);
    airflow.settle();
    expect(airflow.preview({ dagRunId: undefined })).toEqual(['transform', 'load', 'r2:transform', 'r2:load']);
  });

  test('rule 4: past and future drop the bound on their side', () => {
    const airflow = aSmallAirflow([flaky('one', 1)]);
    for (const [number, dagRunId] of ['r0', 'r1', 'r2'].entries()) airflow.start(dagRunId, began + number * dayMs);
    airflow.settle();
    expect(airflow.preview({ includePast: true })).toEqual(['r0:one', 'one']);
    expect(airflow.preview({ includeFuture: true })).toEqual(['one', 'r2:one']);
    expect(airflow.preview({ dagRunId: undefined, startAt: began + 1, endAt: began + dayMs })).toEqual(['one']);
  });

  test('rule 5: an unknown task id selects nothing and leaves a finished run finished', () => {
    const airflow = aFinishedRun(chain);
    expect(airflow.clear({ taskIds: ['nope'] })).toEqual([]);
    expect(airflow.run()?.state).toBe('failed');
    expect(airflow.preview({ taskIds: ['nope', 'load'] })).toEqual(['load']);
  });

  test.each(['core', '2.11'] as const)(
    'rule 6: a bare id means all map indexes, and an index is refused on %s',
    (flavour) => {
      const airflow = aFinishedRun(copies, { flavour });
      expect(airflow.preview({ taskIds: ['copy'], onlyFailed: false, includeDownstream: false })).toEqual([
        'copy[0]',
        'copy[1]',
        'copy[2]',
      ]);
      expect(airflow.preview({ taskIds: ['copy'] })).toEqual(['copy[1]', 'collect']);
      expect(airflow.preview({ taskIds: [['copy', 1]] })).toEqual(['bad-request']);
    },
  );

  test.each(['3.1', '3.3'] as const)(
    'rule 6: one map index is selected alone, and one that is not there is nothing, on %s',
    (flavour) => {
      const airflow = aFinishedRun(copies, { flavour });
      expect(airflow.preview({ taskIds: [['copy', 1]] })).toEqual(['copy[1]', 'collect']);
      expect(airflow.preview({ taskIds: [['copy', 99]], includeDownstream: false })).toEqual([]);
    },
  );

  test('rule 6: a shorter list removes the surplus instances and the run succeeds', () => {
    const airflow = aFinishedRun([
      { taskId: 'make' },
      { taskId: 'each', upstream: ['make'], mapped: { by: 'make', counts: [3, 1] } },
    ]);
    airflow.clear({ taskIds: ['make'], onlyFailed: false });
    airflow.settle();
    expect(airflow.show()).toEqual([
      'make success 2/1',
      'each[0] success 2/1',
      'each[1] removed 1/1',
      'each[2] removed 1/1',
    ]);
    expect(airflow.run()?.state).toBe('success');
  });

  test('rule 6: over an empty list the mapped task is skipped', () => {
    const airflow = aFinishedRun([
      { taskId: 'make' },
      { taskId: 'each', upstream: ['make'], mapped: { by: 'make', counts: [0] } },
    ]);
    expect([airflow.states(), airflow.run()?.state]).toEqual([{ make: 'success', each: 'skipped' }, 'success']);
  });

  test.each([
    ['core', ['work', 'mark', 'elsewhere', 'below']],
    ['3.3', ['work', 'mark']],
  ] as const)('rule 7: on %s a clear through an ExternalTaskMarker that ran selects %j', (flavour, selected) => {
    const airflow = aSmallAirflow(
      [{ taskId: 'work' }, { taskId: 'mark', upstream: ['work'], marks: { dagId: 'child', taskId: 'elsewhere' } }],
      { flavour },
    );
    airflow.model.addDag(
      { dagId: 'child', tasks: [{ taskId: 'elsewhere' }, { taskId: 'below', upstream: ['elsewhere'] }] },
      began,
    );
    airflow.model.triggerRun({ dagId: 'child', dagRunId: 'r1', logicalAt: began }, began);
    airflow.start('r1');
    airflow.settle();
    expect(airflow.preview({ taskIds: ['work'], onlyFailed: false })).toEqual(selected);
  });

  test('rule 8: a clear brings setup and teardown along; with onlyFailed only if they failed', () => {
    const airflow = aFinishedRun(fenced);
    expect(airflow.preview({ taskIds: ['compute'], includeDownstream: false })).toEqual(['compute']);
    expect(airflow.preview({ taskIds: ['compute'], includeDownstream: false, onlyFailed: false })).toEqual([
      'create',
      'compute',
      'destroy',
    ]);
  });

  test('rule 8: a setup brings its teardown along', () => {
    expect(aFinishedRun(fenced).preview({ taskIds: ['create'], includeDownstream: false, onlyFailed: false })).toEqual([
      'create',
      'destroy',
    ]);
  });

  test('rule 8: a task that is cleared without its setup fails again, with it heals', () => {
    const airflow = aFinishedRun(fenced);
    airflow.clear({ taskIds: ['compute'] });
    airflow.settle();
    expect(airflow.find('compute')).toMatchObject({ state: 'failed', tryNumber: 2 });
    airflow.clear({ taskIds: ['compute'], onlyFailed: false });
    airflow.settle();
    expect(airflow.states()).toEqual({ create: 'success', compute: 'success', destroy: 'success' });
  });

  test('rule 9: a run without a logical date is selected by its id alone', () => {
    const airflow = aSmallAirflow([flaky('one', 1)]);
    airflow.start('r1', null);
    airflow.start('r2', null);
    airflow.settle();
    expect(airflow.clear()).toEqual(['one']);
    expect(airflow.run('r2')?.state).toBe('failed');
  });
});

const fenced = [
  { taskId: 'create', role: 'setup' as const },
  flaky('compute', 1, { upstream: ['create'] }),
  { taskId: 'destroy', upstream: ['create', 'compute'], role: 'teardown' as const },
];
