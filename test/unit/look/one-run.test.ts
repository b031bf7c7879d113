import { describe, expect, test } from '@jest/globals';
import { aWorld, fails, minuteMs, succeeds } from './a-small-world.ts';

const chain = (outcomes: readonly (ReturnType<typeof fails> | typeof succeeds)[]) => ({
  dagId: 'etl',
  tasks: [
    { taskId: 'extract', durationMs: 1_000 },
    { taskId: 'load', upstream: ['extract'], durationMs: 1_000, outcomes },
    { taskId: 'report', upstream: ['load'], durationMs: 1_000 },
  ],
});

describe('one look after another', () => {
  test('a failed task is cleared once with what it blocked, and seen to recover', async () => {
    const world = await aWorld({ dag: chain([fails('ConnectionResetError'), succeeds]) });
    world.wait(minuteMs);
    expect(world.states()).toEqual({ extract: 'success', load: 'failed', report: 'upstream_failed' });
    await world.alert({ taskId: 'load' });
    await world.sweepFor(10 * minuteMs);
    expect(world.states()).toEqual({ extract: 'success', load: 'success', report: 'success' });
    expect(world.writes()).toHaveLength(1);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'remedied' });
    expect(world.sent).toEqual([]);
  });

  test('a plan that is used up ends with one message that tells the whole story', async () => {
    const world = await aWorld({ dag: chain([fails('KeyError: rows')]) });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(30 * minuteMs);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'escalated' });
    expect(world.writes()).toHaveLength(1);
    expect(world.tries('load')).toEqual([2]);
    expect(world.sent.map(({ channel, kind }) => [channel, kind])).toEqual([['oncall', 'ended']]);
    expect(world.sent[0]?.text).toContain('KeyError: rows');
  });

  test('only the failed indexes of a mapped task run again', async () => {
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [
          {
            taskId: 'load',
            mapped: 4,
            outcomesByMapIndex: { '1': [fails('x'), succeeds], '3': [fails('x'), succeeds] },
          },
        ],
      },
    });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(10 * minuteMs);
    expect(world.tries('load')).toEqual([1, 2, 1, 2]);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'remedied' });
  });

  test('a failed leaf that is set to success closes its run too', async () => {
    const policy = { rules: [{ name: 'optional', match: { taskId: ['notify'] }, plan: [{ setState: 'success' }] }] };
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [{ taskId: 'load' }, { taskId: 'notify', upstream: ['load'], outcomes: [fails('x')] }],
      },
      policy,
    });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(15 * minuteMs);
    expect(world.runState()).toBe('success');
    expect((await world.incident()).closing).toMatchObject({ outcome: 'remedied' });
  });

  test('a task with native retries left is left alone', async () => {
    const dag = {
      dagId: 'etl',
      tasks: [{ taskId: 'load', retries: 2, retryDelayMs: 5 * minuteMs, outcomes: [fails('x'), succeeds] }],
    };
    const world = await aWorld({ dag });
    world.wait(minuteMs);
    await world.alert({ taskId: 'load' });
    expect(world.states()).toEqual({ load: 'up_for_retry' });
    await world.sweepFor(30 * minuteMs);
    expect(world.writes()).toEqual([]);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'recovered' });
  });

  test('a task that has recovered before the alert arrives is left alone, and it says so', async () => {
    const world = await aWorld({ dag: { dagId: 'etl', tasks: [{ taskId: 'load' }] } });
    world.wait(minuteMs);
    await world.alert({ taskId: 'load' });
    await world.sweepFor(5 * minuteMs);
    expect((await world.incident()).closing).toMatchObject({
      outcome: 'recovered',
      reason: 'the run had already succeeded: nothing to do',
    });
  });

  test('a task that a person marked failed is told once and never cleared', async () => {
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [
          { taskId: 'load', durationMs: 10 * minuteMs },
          { taskId: 'report', upstream: ['load'] },
        ],
      },
    });
    world.wait(minuteMs);
    world.model.setTaskInstanceState(
      { dagId: 'etl', dagRunId: 'scheduled__1', taskId: 'load', state: 'failed', isDryRun: false },
      world.clock(),
    );
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(10 * minuteMs);
    expect(world.writes()).toEqual([]);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'superseded' });
    expect(world.sent).toHaveLength(1);
  });

  test("a task that failed again and that a person then ran is the person's", async () => {
    const world = await aWorld({
      dag: chain([fails('x'), fails('x'), succeeds]),
      policy: {
        rules: [
          {
            name: 'slowly',
            match: { taskId: ['load'] },
            plan: [{ clear: {} }, { clear: {}, after: '1h' }, { escalate: 'oncall' }],
          },
        ],
      },
    });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(5 * minuteMs);
    expect(world.tries('load')).toEqual([2]);
    world.model.clear({ dagId: 'etl', dagRunId: 'scheduled__1', taskIds: ['load'], isDryRun: false }, world.clock());
    await world.sweepFor(30 * minuteMs);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'superseded' });
    expect(world.writes()).toHaveLength(1);
  });

  test('a young failure whose log has no end yet is not judged before it has', async () => {
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [{ taskId: 'load', outcomes: [{ result: 'failed', how: 'lost-worker', log: ['reading'] }] }],
      },
    });
    world.wait(6 * minuteMs);
    const [load] = world.model.listTaskInstances('etl', 'scheduled__1') ?? [];
    const failedAt = load?.endedAt ?? 0;
    world.wait(failedAt + 5_000 - world.clock());
    await world.look();
    await world.alert();
    expect(world.writes()).toEqual([]);
    await world.sweepFor(2 * minuteMs);
    expect(world.writes()).toHaveLength(1);
  });

  test('a failure older than the policy allows is left alone and not told', async () => {
    const world = await aWorld({ dag: chain([fails('x')]), policy: { guardrails: { age: { failureAtMost: '10m' } } } });
    world.wait(30 * minuteMs);
    await world.alert();
    await world.sweepFor(5 * minuteMs);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'too-old' });
    expect([world.writes(), world.sent]).toEqual([[], []]);
  });

  test('a failed run that no alert told of is found and remedied', async () => {
    const world = await aWorld({ dag: chain([fails('x'), succeeds]) });
    world.wait(minuteMs);
    await world.discover();
    await world.sweepFor(10 * minuteMs);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'remedied' });
  });

  test('observe decides and records, and neither writes nor tells', async () => {
    const world = await aWorld({ dag: chain([fails('x')]), mode: 'observe' });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(60 * minuteMs);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'observed', reason: 'would clear' });
    expect([world.writes(), world.sent]).toEqual([[], []]);
  });
});
