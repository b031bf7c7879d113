import { describe, expect, test } from '@jest/globals';
import type { AirflowEvent } from '../../../../sandbox/airflow-model/world.ts';
import { aFinishedRun, aSmallAirflow, began, chain, dayMs, flaky, namesIn, succeeded } from './a-small-airflow.ts';

const diamond = [...chain, { taskId: 'audit', upstream: ['extract'] }];
const copies = [
  {
    taskId: 'copy',
    mapped: 2,
    outcomesByMapIndex: { '0': flaky('', 1).outcomes ?? [], '1': flaky('', 1).outcomes ?? [] },
  },
  { taskId: 'collect', upstream: ['copy'] },
];
const twoBranches = [
  { taskId: 'long', durationMs: 60_000 },
  { taskId: 'below', upstream: ['long'] },
];

function whileRunning(options: Parameters<typeof aSmallAirflow>[1] = {}) {
  const airflow = aSmallAirflow(twoBranches, options);
  airflow.start('r1');
  airflow.pass(10_000);
  return airflow;
}

describe('what setting a state does', () => {
  test('rule 21: only task instances whose state differs are changed and listed', () => {
    const airflow = aFinishedRun(diamond);
    expect(namesIn(airflow.set({ taskId: 'extract', includeDownstream: true, isDryRun: true }))).toEqual([
      'transform',
      'load',
    ]);
    expect(namesIn(airflow.set({ taskId: 'extract' }))).toEqual([]);
  });

  test('rule 21: nothing to change is a conflict on 3.3, and an empty dry run', () => {
    const airflow = aFinishedRun(diamond, { flavour: '3.3' });
    expect(namesIn(airflow.set({ taskId: 'extract' }))).toEqual(['conflict']);
    expect(namesIn(airflow.set({ taskId: 'extract', isDryRun: true }))).toEqual([]);
  });

  test('rule 21: dates are kept, and made up where there are none', () => {
    const airflow = whileRunning();
    airflow.set({ taskId: 'below' });
    expect(airflow.find('below')).toMatchObject({
      state: 'success',
      startedAt: airflow.now,
      endedAt: airflow.now,
      tryNumber: 0,
    });
    airflow.set({ taskId: 'below', state: 'skipped' });
    airflow.pass(1_000);
    expect(airflow.find('below')?.endedAt).toBe(airflow.now - 1_000);
  });

  test.each([
    ['core', ['not-found']],
    ['3.3', ['copy[0]', 'copy[1]']],
  ] as const)('rule 22: a bare id of an expanded mapped task on %s gives %j', (flavour, expected) => {
    expect(namesIn(aFinishedRun(copies, { flavour }).set({ taskId: 'copy' }))).toEqual(expected);
  });

  test('rule 23: what is blocked below is cleared and the run queued, and the answer does not say so', () => {
    const airflow = aFinishedRun(chain);
    expect(namesIn(airflow.set({ taskId: 'transform' }))).toEqual(['transform']);
    expect(airflow.states()).toEqual({ extract: 'success', transform: 'success', load: 'none' });
    expect(airflow.run()?.state).toBe('queued');
    airflow.settle();
    expect(airflow.run()?.state).toBe('success');
  });

  test('rule 23: skipped spreads to everything below and the run is a success', () => {
    const airflow = aFinishedRun(chain);
    airflow.set({ taskId: 'transform', state: 'skipped' });
    airflow.settle();
    expect(airflow.states()).toEqual({ extract: 'success', transform: 'skipped', load: 'skipped' });
    expect(airflow.run()?.state).toBe('success');
  });

  test('rule 23: after one map index is set, the task below is blocked again by its failed sibling', () => {
    const airflow = aFinishedRun(copies, { flavour: '3.3' });
    airflow.set({ taskId: 'copy', mapIndex: 0 });
    expect(airflow.find('collect')?.state).toBe('none');
    airflow.settle();
    expect(airflow.states()).toEqual({ 'copy[0]': 'success', 'copy[1]': 'failed', collect: 'upstream_failed' });
  });

  test('rule 24: the leaf of a failed run set to success leaves the run failed until it is queued', () => {
    const airflow = aFinishedRun([flaky('leaf', 1)]);
    airflow.set({ taskId: 'leaf' });
    airflow.settle();
    expect([airflow.find('leaf')?.state, airflow.run()?.state]).toEqual(['success', 'failed']);
    airflow.model.setRunState({ dagId: 'dag', dagRunId: 'r1', state: 'queued' }, airflow.now);
    airflow.settle();
    expect([airflow.show(), airflow.run()?.state]).toEqual([['leaf success 1/0'], 'success']);
  });

  test('rule 25: failed with downstream blocks what had succeeded', () => {
    const airflow = aFinishedRun(diamond);
    airflow.set({ taskId: 'extract', state: 'failed', includeDownstream: true });
    airflow.settle();
    expect(airflow.states()).toEqual({
      extract: 'failed',
      transform: 'upstream_failed',
      load: 'upstream_failed',
      audit: 'upstream_failed',
    });
  });

  test('rule 26: past and future go by logical date; a run without one is only itself', () => {
    const airflow = aSmallAirflow([flaky('one', 1)]);
    for (const [number, dagRunId] of ['r0', 'r1', 'r2'].entries()) airflow.start(dagRunId, began + number * dayMs);
    airflow.start('undated', null);
    airflow.settle();
    const set = (dagRunId: string) =>
      namesIn(airflow.set({ taskId: 'one', dagRunId, includePast: true, isDryRun: true }));
    expect(set('r1')).toEqual(['r0:one', 'one']);
    expect(set('undated')).toEqual(['undated:one']);
  });

  test('rule 27: setting failed does not fire the callback of the task', () => {
    const events: AirflowEvent[] = [];
    const airflow = aFinishedRun([{ taskId: 'one' }], { onEvent: (event) => events.push(event) });
    const before = events.length;
    airflow.set({ taskId: 'one', state: 'failed' });
    expect(events).toHaveLength(before);
  });

  test('rule 28: a running task set to success holds, and what is below starts while the old process still works', () => {
    const airflow = whileRunning();
    const setAt = airflow.now;
    airflow.set({ taskId: 'long' });
    airflow.pass(1_000);
    expect(airflow.states()).toEqual({ long: 'success', below: 'running' });
    const log = () =>
      airflow.model.readLog({ dagId: 'dag', dagRunId: 'r1', taskId: 'long', mapIndex: -1, tryNumber: 1 }, airflow.now);
    expect(JSON.stringify(log())).not.toContain('externally set');
    airflow.pass(setAt + 5_000 - airflow.now);
    expect(JSON.stringify(log())).toContain(
      'State of this instance has been externally set to success. Terminating instance.',
    );
  });
});

describe('what setting the state of a run does', () => {
  const mark = (airflow: ReturnType<typeof aSmallAirflow>, state: 'success' | 'failed' | 'queued') =>
    airflow.model.setRunState({ dagId: 'dag', dagRunId: 'r1', state }, airflow.now);

  test('rule 29: failed: what runs fails, what waits is skipped', () => {
    const airflow = whileRunning();
    mark(airflow, 'failed');
    expect([airflow.states(), airflow.run()?.state]).toEqual([{ long: 'failed', below: 'skipped' }, 'failed']);
  });

  test('rule 29: failed: failed and blocked ones stay, teardowns are spared and end the run', () => {
    const airflow = aSmallAirflow([
      { taskId: 'create', role: 'setup' },
      flaky('short', 1, { upstream: ['create'] }),
      { taskId: 'blocked', upstream: ['short'] },
      { taskId: 'long', upstream: ['create'], durationMs: 60_000 },
      { taskId: 'destroy', upstream: ['create', 'blocked', 'long'], role: 'teardown' },
    ]);
    airflow.start('r1');
    airflow.pass(10_000);
    mark(airflow, 'failed');
    const marked = { create: 'success', short: 'failed', blocked: 'upstream_failed', long: 'failed' };
    expect(airflow.states()).toEqual({ ...marked, destroy: 'none' });
    airflow.settle();
    expect([airflow.states(), airflow.run()?.state]).toEqual([{ ...marked, destroy: 'success' }, 'failed']);
  });

  test.each([
    ['core', { extract: 'success', transform: 'success', load: 'success' }],
    ['3.1', { extract: 'success', transform: 'success', load: 'success' }],
    ['3.3', { extract: 'success', transform: 'failed', load: 'upstream_failed' }],
  ] as const)('rule 29: success on %s leaves %j', (flavour, states) => {
    const airflow = aFinishedRun(chain, { flavour });
    mark(airflow, 'success');
    expect([airflow.states(), airflow.run()?.state]).toEqual([states, 'success']);
  });

  test('rule 29: success on 3.3: what runs succeeds, what waits is skipped', () => {
    const airflow = whileRunning({ flavour: '3.3' });
    mark(airflow, 'success');
    expect(airflow.states()).toEqual({ long: 'success', below: 'skipped' });
  });

  test.each([
    ['core', true],
    ['3.3', false],
  ] as const)('rule 29: on %s the end of a run that is finished already moves: %s', (flavour, moves) => {
    const airflow = aFinishedRun(chain, { flavour });
    const endedAt = airflow.run()?.endedAt;
    mark(airflow, 'failed');
    expect(airflow.run()?.endedAt).toBe(moves ? airflow.now : endedAt);
  });

  test('rule 29: queued changes the row of the run alone', () => {
    const airflow = aFinishedRun(chain);
    const before = airflow.show();
    mark(airflow, 'queued');
    expect([airflow.show(), airflow.run()?.state]).toEqual([before, 'queued']);
    airflow.settle();
    expect([airflow.show(), airflow.run()?.state]).toEqual([before, 'failed']);
  });

  test('a clear of the run takes successful task instances along', () => {
    const airflow = aFinishedRun([{ taskId: 'one', outcomes: [succeeded] }]);
    airflow.model.clearRun({ dagId: 'dag', dagRunId: 'r1', isDryRun: false }, airflow.now);
    airflow.settle();
    expect(airflow.show()).toEqual(['one success 2/1']);
  });
});
