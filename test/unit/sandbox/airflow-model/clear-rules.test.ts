import { describe, expect, test } from '@jest/globals';
import type { AirflowEvent } from '../../../../sandbox/airflow-model/world.ts';
import { aFinishedRun, aSmallAirflow, began, chain, dayMs, failed, flaky, succeeded } from './a-small-airflow.ts';

const slow = [{ taskId: 'long', outcomes: [{ result: 'success', durationMs: 60_000 } as const, succeeded] }];
const running = (flavour: 'core' | '3.1' | '3.3', tasks = slow) => {
  const airflow = aSmallAirflow(tasks, { flavour });
  airflow.start('r1');
  airflow.pass(10_000);
  return airflow;
};

describe('what a clear does to a task instance', () => {
  test('rule 10: the state goes, the dates and the try number stay', () => {
    const airflow = aFinishedRun(chain);
    const before = airflow.find('transform');
    airflow.clear({ taskIds: ['transform'] });
    expect(airflow.find('transform')).toMatchObject({
      state: 'none',
      tryNumber: 1,
      startedAt: before?.startedAt,
      endedAt: before?.endedAt,
      durationSeconds: before?.durationSeconds,
    });
  });

  test('rule 10: a deferred task starts over', () => {
    const airflow = aSmallAirflow([{ taskId: 'wait', defersMs: 600_000 }]);
    airflow.start('r1');
    airflow.pass(300_000);
    expect(airflow.show()).toEqual(['wait deferred 1/0']);
    airflow.clear({ onlyFailed: false });
    airflow.pass(400_000);
    expect(airflow.show()).toEqual(['wait deferred 2/1']);
  });

  test('rule 10: a task that waits for its retry runs at once when it is cleared', () => {
    const airflow = aSmallAirflow([flaky('call', 1, { retries: 1, retryDelayMs: dayMs })]);
    airflow.start('r1');
    airflow.pass(10_000);
    expect(airflow.show()).toEqual(['call up_for_retry 1/1']);
    airflow.clear({ onlyFailed: false });
    airflow.pass(10_000);
    expect(airflow.show()).toEqual(['call success 2/2']);
  });

  test('rule 11: a clear gives back the whole retry allowance', () => {
    const airflow = aFinishedRun([{ taskId: 'call', retries: 2, retryDelayMs: 1_000, outcomes: [failed()] }]);
    expect(airflow.show()).toEqual(['call failed 3/2']);
    airflow.clear();
    expect(airflow.show()).toEqual(['call none 3/5']);
    airflow.settle();
    expect(airflow.show()).toEqual(['call failed 6/5']);
  });

  test('rule 11: so it does after a failure that forbids retries', () => {
    const airflow = aFinishedRun([{ taskId: 'check', retries: 3, outcomes: [failed('no-retry')] }]);
    expect(airflow.show()).toEqual(['check failed 1/3']);
    airflow.clear();
    expect(airflow.show()).toEqual(['check none 1/4']);
  });

  test('rule 11: retries are those of the DAG as it is now', () => {
    const airflow = aSmallAirflow([{ taskId: 'call', retries: 2, retryDelayMs: 60_000, outcomes: [failed()] }]);
    airflow.start('r1');
    airflow.pass(10_000);
    expect(airflow.show()).toEqual(['call up_for_retry 1/2']);
    airflow.model.addDag({ dagId: 'dag', tasks: [{ taskId: 'call', outcomes: [failed()] }] }, airflow.now);
    airflow.settle();
    expect(airflow.show()).toEqual(['call failed 2/2']);
  });

  test('rule 12: the scheduler, not the clear, raises the try number', () => {
    const airflow = aFinishedRun(chain);
    airflow.clear({ taskIds: ['transform'] });
    expect(airflow.find('transform')).toMatchObject({ state: 'none', tryNumber: 1, maxTries: 1 });
    airflow.pass(300);
    expect(airflow.find('transform')).toMatchObject({ state: 'scheduled', tryNumber: 2, maxTries: 1 });
  });

  test('rule 12: the new try has its own dates from its start on', () => {
    const airflow = aFinishedRun([flaky('one', 1, { durationMs: 60_000 })]);
    airflow.clear();
    airflow.pass(10_000);
    expect(airflow.find('one')).toMatchObject({ state: 'running', endedAt: null, durationSeconds: null });
    expect(airflow.find('one')?.queuedAt).toBeGreaterThan(airflow.now - 10_000);
    expect(airflow.find('one')?.startedAt).toBeGreaterThan(airflow.now - 10_000);
  });

  test('rule 12: coming back from up_for_reschedule is no new try', () => {
    const airflow = aFinishedRun([{ taskId: 'poke', reschedules: { times: 3, everyMs: 60_000 } }]);
    expect(airflow.show()).toEqual(['poke success 1/0']);
  });

  test('rule 13: a clear of a running task is listed and has no effect on core', () => {
    const airflow = running('core');
    expect(airflow.clear({ onlyFailed: false })).toEqual(['long']);
    expect(airflow.show()).toEqual(['long running 1/0']);
    airflow.settle();
    expect(airflow.show()).toEqual(['long success 1/0']);
  });

  test.each(['3.1', '3.3'] as const)(
    'rule 13: a running task restarts and runs again without a retry of its own on %s',
    (flavour) => {
      const airflow = running(flavour);
      airflow.clear({ onlyFailed: false });
      expect(airflow.show()).toEqual(['long restarting 1/0']);
      airflow.pass(8_300);
      expect(airflow.show()).toEqual(['long scheduled 2/1']);
      airflow.settle();
      expect(airflow.show()).toEqual(['long success 2/1']);
    },
  );

  test('rule 14: the finished try is in the history, that of a blocked one as try 0', () => {
    const airflow = aFinishedRun(chain);
    airflow.clear({ taskIds: ['transform'] });
    airflow.settle();
    const tries = (taskId: string) =>
      airflow.model
        .listTries({ dagId: 'dag', dagRunId: 'r1', taskId, mapIndex: -1 })
        ?.map((one) => `${one.tryNumber} ${one.state}`);
    expect(tries('transform')).toEqual(['1 failed', '2 success']);
    expect(tries('load')).toEqual(['0 upstream_failed', '1 success']);
  });
});

describe('what a clear does to a run', () => {
  test('rule 15: a run fails when a leaf failed or is blocked', () => {
    expect(aFinishedRun(chain).run()?.state).toBe('failed');
  });

  test('rule 15: a failed teardown does not decide the run', () => {
    const airflow = aFinishedRun([
      { taskId: 'create', role: 'setup' },
      { taskId: 'compute', upstream: ['create'] },
      { taskId: 'destroy', upstream: ['create', 'compute'], role: 'teardown', outcomes: [failed()] },
    ]);
    expect([airflow.states(), airflow.run()?.state]).toEqual([
      { create: 'success', compute: 'success', destroy: 'failed' },
      'success',
    ]);
  });

  test('rule 15: a successful run can hold a failed task', () => {
    const airflow = aFinishedRun([flaky('inner', 1), { taskId: 'leaf', upstream: ['inner'], triggerRule: 'all_done' }]);
    expect(airflow.states()).toEqual({ inner: 'failed', leaf: 'success' });
    expect(airflow.run()?.state).toBe('success');
    airflow.clear({ taskIds: ['inner'] });
    expect(airflow.run()?.state).toBe('queued');
  });

  test('rule 16: a finished run is queued, its dates emptied', () => {
    const airflow = aFinishedRun(chain);
    airflow.clear();
    expect(airflow.run()).toMatchObject({ state: 'queued', queuedAt: airflow.now, startedAt: null, endedAt: null });
  });

  test('rule 16: a running run is left as it is', () => {
    const airflow = aSmallAirflow([flaky('short', 1), { taskId: 'long', durationMs: 60_000 }]);
    airflow.start('r1');
    airflow.pass(10_000);
    const before = airflow.run();
    expect(airflow.clear()).toEqual(['short']);
    expect(airflow.run()).toEqual(before);
  });

  test('rule 17: without a reset nothing ever runs, and onlyFailed finds nothing; queueing the run cures it', () => {
    const airflow = aFinishedRun(chain);
    airflow.clear({ resetDagRuns: false });
    airflow.settle();
    expect(airflow.states()).toEqual({ extract: 'success', transform: 'none', load: 'none' });
    expect(airflow.run()?.state).toBe('failed');
    expect(airflow.preview()).toEqual([]);
    airflow.model.setRunState({ dagId: 'dag', dagRunId: 'r1', state: 'queued' }, airflow.now);
    airflow.settle();
    expect(airflow.run()?.state).toBe('success');
  });

  test('rule 18: a cleared run of a paused DAG waits until the DAG goes on', () => {
    const airflow = aFinishedRun(chain);
    airflow.model.setPaused('dag', true, airflow.now);
    airflow.clear();
    airflow.settle();
    expect(airflow.run()?.state).toBe('queued');
    airflow.model.setPaused('dag', false, airflow.now);
    airflow.settle();
    expect(airflow.run()?.state).toBe('success');
  });

  test('rule 18: in a running run of a paused DAG cleared task instances wait while the run says running', () => {
    const airflow = aSmallAirflow([flaky('short', 1), { taskId: 'long', durationMs: 60_000 }]);
    airflow.start('r1');
    airflow.pass(10_000);
    airflow.model.setPaused('dag', true, airflow.now);
    airflow.clear();
    airflow.settle();
    expect(airflow.states()).toEqual({ short: 'none', long: 'success' });
    expect(airflow.run()?.state).toBe('running');
  });

  test('rule 18: a cleared run waits for room under max_active_runs', () => {
    const airflow = aSmallAirflow([flaky('one', 1, { durationMs: 60_000 })], { dag: { maxActiveRuns: 1 } });
    airflow.start('r1');
    airflow.settle();
    airflow.start('r2', began + dayMs);
    airflow.pass(10_000);
    airflow.clear();
    airflow.pass(10_000);
    expect([airflow.run('r1')?.state, airflow.run('r2')?.state]).toEqual(['queued', 'running']);
    airflow.settle();
    expect(airflow.run('r1')?.state).toBe('success');
  });

  test('rule 18: queued runs start by logical date, those without one last', () => {
    const order: string[] = [];
    const airflow = aSmallAirflow([{ taskId: 'one' }], {
      dag: { maxActiveRuns: 1, isPaused: true },
      onEvent: (event) => event.kind === 'run' && order.push(event.dagRunId),
    });
    airflow.start('undated', null);
    airflow.start('newer', began + dayMs);
    airflow.start('older', began);
    airflow.model.setPaused('dag', false, airflow.now);
    airflow.settle();
    expect(order).toEqual(['older', 'newer', 'undated']);
  });

  test('rule 18: with dependence on the past a task waits for its success in the run before', () => {
    const airflow = aSmallAirflow([flaky('one', 1)], { dag: { dependsOnPast: true } });
    airflow.start('r1');
    airflow.start('r2', began + dayMs);
    airflow.settle();
    expect([airflow.show('r1'), airflow.show('r2')]).toEqual([['one failed 1/0'], ['one none 0/0']]);
    airflow.clear();
    airflow.settle();
    expect([airflow.run('r1')?.state, airflow.states('r2')]).toEqual(['success', { one: 'failed' }]);
  });

  test('rule 18: with dependence on the past an older cleared run and a newer one deadlock; queueing the newer cures it', () => {
    const airflow = aSmallAirflow([flaky('one', 1)], { dag: { maxActiveRuns: 1, dependsOnPast: true } });
    airflow.start('r1');
    airflow.settle();
    airflow.start('r2', began + dayMs);
    airflow.settle();
    airflow.clear();
    airflow.settle();
    expect([airflow.run('r1')?.state, airflow.run('r2')?.state]).toEqual(['queued', 'running']);
    expect(airflow.model.nextChangeAt()).toBeNull();
    airflow.model.setRunState({ dagId: 'dag', dagRunId: 'r2', state: 'queued' }, airflow.now);
    airflow.settle();
    expect(airflow.run('r1')?.state).toBe('success');
  });

  test('rule 19: a clear takes effect at once in a running run', () => {
    const airflow = aSmallAirflow([
      flaky('short', 1),
      { taskId: 'next', upstream: ['short'] },
      { taskId: 'long', durationMs: 60_000 },
    ]);
    airflow.start('r1');
    airflow.pass(10_000);
    airflow.clear({ taskIds: ['short'] });
    airflow.pass(10_000);
    expect(airflow.states()).toMatchObject({ short: 'success', next: 'success', long: 'running' });
  });

  test('rule 20: each end is told again: a remedy that fails is a new alert with a higher try', () => {
    const events: AirflowEvent[] = [];
    const airflow = aFinishedRun([{ taskId: 'one', outcomes: [failed()] }], { onEvent: (event) => events.push(event) });
    airflow.clear();
    airflow.settle();
    const told = events.map((event) =>
      event.kind === 'run' ? `run ${event.state}` : `${event.taskId} ${event.state} ${event.tryNumber}`,
    );
    expect(told).toEqual(['one failed 1', 'run failed', 'one failed 2', 'run failed']);
  });
});
