import { describe, expect, test } from '@jest/globals';
import { aFinishedRun, aSmallAirflow, chain, failed, flaky, namesIn } from './a-small-airflow.ts';

const readLog = (airflow: ReturnType<typeof aSmallAirflow>, taskId: string, tryNumber: number) =>
  airflow.model.readLog({ dagId: 'dag', dagRunId: 'r1', taskId, mapIndex: -1, tryNumber }, airflow.now);

describe('what is not there any more', () => {
  test('rule 30: an unknown DAG, run or task is not found', () => {
    const airflow = aFinishedRun(chain);
    expect(airflow.preview({ dagId: 'nope' })).toEqual(['not-found']);
    expect(airflow.preview({ dagRunId: 'nope' })).toEqual(['not-found']);
    expect(namesIn(airflow.set({ taskId: 'nope' }))).toEqual(['not-found']);
  });

  test.each([
    ['core', []],
    ['3.3', ['transform']],
  ] as const)('rule 30: on %s a clear of a dropped task by its id selects %j', (flavour, selected) => {
    const airflow = aFinishedRun(chain, { flavour });
    airflow.model.addDag(
      { dagId: 'dag', tasks: [{ taskId: 'extract' }, { taskId: 'load', upstream: ['extract'] }] },
      airflow.now,
    );
    expect(airflow.preview({ taskIds: ['transform'] })).toEqual(selected);
    expect(airflow.preview()).toEqual(['transform', 'load']);
    expect(namesIn(airflow.set({ taskId: 'transform' }))).toEqual(['not-found']);
  });

  test('rule 30: a dropped task that is cleared becomes removed and the run can succeed', () => {
    const airflow = aFinishedRun(chain);
    airflow.model.addDag(
      { dagId: 'dag', tasks: [{ taskId: 'extract' }, { taskId: 'load', upstream: ['extract'] }] },
      airflow.now,
    );
    airflow.clear();
    airflow.settle();
    expect(airflow.show()).toEqual(['extract success 1/0', 'load success 1/0', 'transform removed 1/1']);
    expect(airflow.run()?.state).toBe('success');
  });

  test('rule 30: core re-runs a DAG that does not import, and the try fails at once without a log', () => {
    const airflow = aFinishedRun([flaky('one', 1)]);
    airflow.model.setDagFile('dag', 'import-error', airflow.now);
    expect(airflow.model.readDag('dag', airflow.now)).toMatchObject({ isActive: true, hasImportErrors: true });
    airflow.clear();
    airflow.settle();
    expect([airflow.show(), airflow.run()?.state]).toEqual([['one failed 2/1'], 'failed']);
    expect(readLog(airflow, 'one', 2)).toEqual({ kind: 'missing' });
  });

  test('rule 30: 3.3 lets the run of a DAG that does not import wait until its file is mended', () => {
    const airflow = aFinishedRun([flaky('one', 1)], { flavour: '3.3' });
    airflow.model.setDagFile('dag', 'import-error', airflow.now);
    expect(airflow.model.readDag('dag', airflow.now)).toMatchObject({ isActive: false, hasImportErrors: true });
    airflow.clear();
    airflow.settle();
    expect(airflow.run()?.state).toBe('queued');
    airflow.model.setDagFile('dag', 'present', airflow.now);
    airflow.settle();
    expect(airflow.run()?.state).toBe('success');
  });

  test.each([
    ['core', 'one failed 2/1'],
    ['3.3', 'one up_for_reschedule 2/1'],
  ] as const)('rule 30: a DAG that is gone from its file but not yet stale: on %s %s', (flavour, shown) => {
    const airflow = aFinishedRun([flaky('one', 1)], { flavour });
    airflow.model.setDagFile('dag', 'gone', airflow.now);
    airflow.clear();
    airflow.pass(10_000);
    expect(airflow.show()).toEqual([shown]);
  });

  test('rule 30: a DAG that is gone for longer is stale and its queued runs wait', () => {
    const airflow = aFinishedRun([flaky('one', 1)]);
    airflow.model.setDagFile('dag', 'gone', airflow.now);
    airflow.pass(60_000);
    airflow.clear();
    airflow.settle();
    expect(airflow.model.readDag('dag', airflow.now)?.isActive).toBe(false);
    expect(airflow.run()?.state).toBe('queued');
  });

  test('rule 31: a clear runs the newest code', () => {
    const airflow = aFinishedRun([{ taskId: 'one', outcomes: [failed()] }]);
    airflow.model.addDag({ dagId: 'dag', tasks: [{ taskId: 'one' }] }, airflow.now);
    airflow.clear();
    airflow.settle();
    expect(airflow.show()).toEqual(['one success 2/1']);
  });
});

describe('what a remediator can rely on', () => {
  test('rule 32: the second of two equal clears finds nothing failed', () => {
    const airflow = aFinishedRun(chain);
    expect(airflow.clear()).toEqual(['transform', 'load']);
    expect(airflow.clear()).toEqual([]);
  });

  test('rule 33: a dry run changes nothing', () => {
    const airflow = aFinishedRun(chain);
    const before = airflow.model.snapshot();
    airflow.preview();
    airflow.set({ taskId: 'transform', isDryRun: true });
    airflow.model.clearRun({ dagId: 'dag', dagRunId: 'r1', isDryRun: true }, airflow.now);
    expect(airflow.model.snapshot()).toEqual(before);
  });

  test('rule 34: a dry run shows the states before, the clear those after', () => {
    const airflow = aFinishedRun(chain, { flavour: '3.3' });
    const clear = (isDryRun: boolean) => airflow.model.clear({ dagId: 'dag', dagRunId: 'r1', isDryRun }, airflow.now);
    expect(clear(true)).toMatchObject({ value: [{ state: 'failed', maxTries: 0 }, { state: 'upstream_failed' }] });
    expect(clear(false)).toMatchObject({ value: [{ state: 'none', maxTries: 1 }, { state: 'none' }] });
  });

  test('rule 36: a lost worker is noticed at the heartbeat timeout and leaves a log that just stops', () => {
    const airflow = aSmallAirflow([{ taskId: 'one', outcomes: [failed('lost-worker')] }]);
    airflow.start('r1');
    airflow.pass(290_000);
    expect(airflow.show()).toEqual(['one running 1/0']);
    airflow.pass(20_000);
    expect(airflow.show()).toEqual(['one failed 1/0']);
    expect(JSON.stringify(readLog(airflow, 'one', 1))).not.toContain('return code');
  });

  test('rule 36: a killed process is seen within seconds and leaves an error line', () => {
    const airflow = aSmallAirflow([{ taskId: 'one', durationMs: 60_000 }]);
    airflow.start('r1');
    airflow.pass(10_000);
    expect(airflow.model.interrupt({ how: 'killed' }, airflow.now)).toBe(1);
    airflow.pass(6_000);
    expect(airflow.show()).toEqual(['one failed 1/0']);
    expect(JSON.stringify(readLog(airflow, 'one', 1))).toContain('Task exited with return code -9');
  });

  test('rule 37: a blocked task instance never ran: try 0, its end is its start', () => {
    const load = aFinishedRun(chain).find('load');
    expect(load).toMatchObject({ state: 'upstream_failed', tryNumber: 0, durationSeconds: 0 });
    expect(load?.endedAt).toBe(load?.startedAt);
  });

  test('rule 38: a sensor that is cleared pokes from the beginning', () => {
    const airflow = aFinishedRun([
      { taskId: 'poke', reschedules: { times: 2, everyMs: 60_000 }, outcomes: [failed('sensor-timeout')], retries: 3 },
    ]);
    expect(airflow.show()).toEqual(['poke failed 1/3']);
    airflow.clear();
    airflow.pass(70_000);
    expect(airflow.show()).toEqual(['poke up_for_reschedule 2/4']);
  });

  test('rule 40: a healed run is a success and every cleared task instance with it', () => {
    const airflow = aFinishedRun(chain);
    airflow.clear();
    airflow.settle();
    expect(airflow.run()?.state).toBe('success');
    expect(airflow.states()).toEqual({ extract: 'success', transform: 'success', load: 'success' });
  });
});
