import { describe, expect, test } from '@jest/globals';
import { aFinishedRun, aSmallAirflow, began, chain, dayMs, flaky } from './a-small-airflow.ts';

describe('a quirk', () => {
  test('shows only on so many occasions', () => {
    const airflow = aFinishedRun(chain, { quirks: { 'clear-answer-empty': 1 } });
    expect(airflow.clear()).toEqual([]);
    airflow.settle();
    expect(airflow.run()?.state).toBe('success');
    expect(airflow.clear({ onlyFailed: false })).toEqual(['extract', 'transform', 'load']);
  });

  test.each(['clear-ignores-run', 'clear-ignores-task-ids'] as const)(
    '%s: the preview shows it, the clear does it',
    (quirk) => {
      const airflow = aSmallAirflow([flaky('one', 1), flaky('two', 1)], { quirks: { [quirk]: 1 } });
      airflow.start('r1');
      airflow.start('r2', began + dayMs);
      airflow.settle();
      const request = { taskIds: ['one'], includeDownstream: false };
      const wider = quirk === 'clear-ignores-run' ? ['one', 'r2:one'] : ['one', 'two'];
      expect(airflow.preview(request)).toEqual(wider);
      expect(airflow.clear(request)).toEqual(wider);
      airflow.settle();
      expect(airflow.clear({ ...request, onlyFailed: false })).toEqual(['one']);
    },
  );

  test('clear-ignores-map-index: one map index asked for, all are meant', () => {
    const airflow = aFinishedRun([{ taskId: 'copy', mapped: 3 }], {
      flavour: '3.3',
      quirks: { 'clear-ignores-map-index': 1 },
    });
    expect(airflow.preview({ taskIds: [['copy', 1]], onlyFailed: false })).toEqual(['copy[0]', 'copy[1]', 'copy[2]']);
  });

  test('clear-wider-than-preview: the preview is right and the clear takes more', () => {
    const airflow = aFinishedRun([flaky('one', 1), flaky('two', 1)], { quirks: { 'clear-wider-than-preview': 1 } });
    expect(airflow.preview({ taskIds: ['one'] })).toEqual(['one']);
    expect(airflow.clear({ taskIds: ['one'] })).toEqual(['one', 'two']);
  });

  test('restarting-stuck: a cleared running task instance never comes back', () => {
    const airflow = aSmallAirflow([{ taskId: 'long', durationMs: 60_000 }], { quirks: { 'restarting-stuck': 1 } });
    airflow.start('r1');
    airflow.pass(10_000);
    airflow.clear({ onlyFailed: false });
    airflow.settle();
    expect([airflow.show(), airflow.run()?.state]).toEqual([['long restarting 1/0'], 'running']);
  });

  test('descendants-blocked-again: rule 19: a pass in flight turns cleared descendants back, and a second clear heals them', () => {
    const airflow = aSmallAirflow(
      [flaky('short', 1), { taskId: 'next', upstream: ['short'] }, { taskId: 'long', durationMs: 60_000 }],
      { quirks: { 'descendants-blocked-again': 1 } },
    );
    airflow.start('r1');
    airflow.pass(10_000);
    airflow.clear({ taskIds: ['short'] });
    airflow.settle();
    expect([airflow.states(), airflow.run()?.state]).toEqual([
      { short: 'success', next: 'upstream_failed', long: 'success' },
      'failed',
    ]);
    airflow.clear({ taskIds: ['next'] });
    airflow.settle();
    expect(airflow.run()?.state).toBe('success');
  });

  test('clear-lost-at-closing: rule 19: a clear that meets the closing is lost, and queueing the run cures it', () => {
    const airflow = meetTheClosing({ 'clear-lost-at-closing': 1 });
    airflow.clear({ onlyFailed: false });
    airflow.settle();
    expect([airflow.show(), airflow.run()?.state]).toEqual([['one none 1/1'], 'success']);
    expect(airflow.preview()).toEqual([]);
    airflow.model.setRunState({ dagId: 'dag', dagRunId: 'r1', state: 'queued' }, airflow.now);
    airflow.settle();
    expect([airflow.show(), airflow.run()?.state]).toEqual([['one success 2/1'], 'success']);
  });

  test('clear-lost-at-closing: is not used up by a clear that meets no closing', () => {
    const airflow = aSmallAirflow([{ taskId: 'one' }], { quirks: { 'clear-lost-at-closing': 1 } });
    airflow.start('r1');
    airflow.pass(500);
    airflow.clear({ onlyFailed: false });
    while (airflow.find('one')?.state !== 'success') airflow.pass(50);
    airflow.pass(400);
    airflow.clear({ onlyFailed: false });
    airflow.settle();
    expect([airflow.states(), airflow.run()?.state]).toEqual([{ one: 'none' }, 'success']);
  });

  test('without it, a clear that meets the closing is seen in time', () => {
    const airflow = meetTheClosing({});
    airflow.clear({ onlyFailed: false });
    airflow.settle();
    expect([airflow.show(), airflow.run()?.state]).toEqual([['one success 2/1'], 'success']);
  });

  test('write-late: the write is applied a minute later, to what is failed then', () => {
    const airflow = aFinishedRun(chain, { quirks: { 'write-late': 1 } });
    expect(airflow.preview()).toEqual(['transform', 'load']);
    expect(airflow.clear()).toEqual(['delayed']);
    airflow.pass(59_000);
    expect(airflow.run()?.state).toBe('failed');
    airflow.pass(1_000);
    expect(airflow.run()?.state).toBe('queued');
  });
});

/** Between the pass that finds nothing left to do and the closing of the run. */
function meetTheClosing(quirks: NonNullable<Parameters<typeof aSmallAirflow>[1]>['quirks'] & object) {
  const airflow = aSmallAirflow([{ taskId: 'one' }], { quirks });
  airflow.start('r1');
  while (airflow.find('one')?.state !== 'success') airflow.pass(50);
  airflow.pass(400);
  expect(airflow.run()?.state).toBe('running');
  return airflow;
}
