import { describe, expect, test } from '@jest/globals';
import { createAirflowModel } from '../../../../sandbox/airflow-model/airflow-model.ts';
import type { TriggerRule } from '../../../../sandbox/airflow-model/dag-definition.ts';
import { aFinishedRun, aSmallAirflow, began, chain, failed, flaky } from './a-small-airflow.ts';

describe('the model', () => {
  test('comes to the same whether time passes in one step or in many', () => {
    const [once, often] = [aSmallAirflow(chain), aSmallAirflow(chain)];
    for (const airflow of [once, often]) airflow.start('r1');
    once.pass(60_000);
    for (let step = 0; step < 600; step += 1) often.pass(100);
    expect(often.model.snapshot()).toEqual(once.model.snapshot());
  });

  test.each([0, 350, 700, 1_900, 3_000, 4_400])(
    'goes on from a snapshot taken %i ms in as if nothing had been',
    (ms) => {
      const tasks = [...chain, { taskId: 'copies', mapped: { by: 'extract', counts: [3] }, upstream: ['extract'] }];
      const airflow = aSmallAirflow(tasks, { quirks: { 'descendants-blocked-again': 3 } });
      airflow.start('r1');
      airflow.pass(ms);
      const restored = createAirflowModel({}, JSON.parse(JSON.stringify(airflow.model.snapshot())));
      airflow.settle();
      restored.advance(airflow.now);
      expect(restored.snapshot()).toEqual(airflow.model.snapshot());
    },
  );

  test('keeps a late write in its snapshot', () => {
    const airflow = aFinishedRun(chain, { quirks: { 'write-late': 1 } });
    airflow.clear();
    const restored = createAirflowModel({}, JSON.parse(JSON.stringify(airflow.model.snapshot())));
    expect(restored.nextChangeAt()).toBe(airflow.now + 60_000);
    restored.advance(airflow.now + 60_000);
    expect(restored.findRun('dag', 'r1')?.state).toBe('queued');
  });

  test('breaks ties by the order of creation', () => {
    const order: string[] = [];
    const airflow = aSmallAirflow([{ taskId: 'b' }, { taskId: 'a' }], {
      onEvent: (event) => event.kind === 'task-instance' && order.push(`${event.dagRunId} ${event.taskId}`),
    });
    for (const dagRunId of ['r9', 'r1', 'r5']) airflow.start(dagRunId);
    airflow.settle();
    expect(order).toEqual(['r9 b', 'r9 a', 'r1 b', 'r1 a', 'r5 b', 'r5 a']);
  });

  test('says when it will next change, and that it never will', () => {
    const airflow = aSmallAirflow([{ taskId: 'one' }]);
    expect(airflow.model.nextChangeAt()).toBeNull();
    airflow.start('r1');
    expect(airflow.model.nextChangeAt()).toBe(began + 300);
    airflow.settle();
    expect(airflow.model.nextChangeAt()).toBeNull();
  });

  test('counts starts, not tries: a killed start is one of them', () => {
    const airflow = aSmallAirflow([flaky('one', 1, { retries: 3, retryDelayMs: 1_000, durationMs: 60_000 })]);
    airflow.start('r1');
    airflow.pass(10_000);
    airflow.model.interrupt({ how: 'killed' }, airflow.now);
    airflow.settle();
    expect(airflow.show()).toEqual(['one success 2/3']);
  });

  test('takes the last outcome for every further start', () => {
    const airflow = aFinishedRun([{ taskId: 'one', outcomes: [failed()], retries: 4, retryDelayMs: 1_000 }]);
    expect(airflow.show()).toEqual(['one failed 5/4']);
  });

  test('keeps apart tasks that are named like properties of every object', () => {
    const airflow = aFinishedRun([{ taskId: 'constructor' }, { taskId: '__proto__', upstream: ['constructor'] }]);
    expect(airflow.show()).toEqual(['constructor success 1/0', '__proto__ success 1/0']);
  });

  test.each([
    ['an unknown upstream', [{ taskId: 'a', upstream: ['nope'] }], 'DAG dag: a names no known task: nope'],
    ['a task id used twice', [{ taskId: 'a' }, { taskId: 'a' }], 'DAG dag: the task id a is used twice'],
    [
      'a cycle',
      [
        { taskId: 'a', upstream: ['b'] },
        { taskId: 'b', upstream: ['a'] },
      ],
      'DAG dag: a is upstream of itself',
    ],
  ])('refuses a DAG with %s', (_what, tasks, message) => {
    expect(() => aSmallAirflow(tasks)).toThrow(message);
  });
});

describe('a trigger rule', () => {
  const verdicts: readonly [TriggerRule, string, string, string][] = [
    // rule, all above succeeded, one of two failed, one of two skipped
    ['all_success', 'success', 'upstream_failed', 'skipped'],
    ['all_failed', 'skipped', 'skipped', 'skipped'],
    ['all_done', 'success', 'success', 'success'],
    ['all_skipped', 'skipped', 'skipped', 'skipped'],
    ['one_success', 'success', 'success', 'success'],
    ['one_failed', 'skipped', 'success', 'skipped'],
    ['one_done', 'success', 'success', 'success'],
    ['none_failed', 'success', 'upstream_failed', 'success'],
    ['none_failed_min_one_success', 'success', 'upstream_failed', 'success'],
    ['none_skipped', 'success', 'success', 'skipped'],
    ['always', 'success', 'success', 'success'],
  ];

  test.each(verdicts)(
    '%s decides what becomes of the task below',
    (triggerRule, allSucceeded, oneFailed, oneSkipped) => {
      const below = (second: 'success' | 'failed' | 'skipped') =>
        aFinishedRun([
          { taskId: 'first' },
          { taskId: 'second', outcomes: [second === 'failed' ? failed() : { result: second }] },
          { taskId: 'below', upstream: ['first', 'second'], triggerRule },
        ]).find('below')?.state;
      expect([below('success'), below('failed'), below('skipped')]).toEqual([allSucceeded, oneFailed, oneSkipped]);
    },
  );
});
