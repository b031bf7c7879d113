import { describe, expect, test } from '@jest/globals';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import { look } from '../../../shared/look/look.ts';
import { NotifierError } from '../../../shared/ports/notifier.ts';
import { aWorld, fails, minuteMs, succeeds } from './a-small-world.ts';

const pausedByPolicy = { guardrails: { tell: { within: '5m' }, deadline: { within: '1h' } } };

function twoFailures() {
  return {
    dagId: 'etl',
    tasks: [
      { taskId: 'load', durationMs: 1_000, outcomes: [fails('x')] },
      { taskId: 'late', durationMs: 20 * minuteMs, outcomes: [fails('y')] },
    ],
  };
}

function timedOut(): AirflowError {
  return new AirflowError({
    code: 'timed-out',
    operation: 'listTaskInstances',
    deployment: 'production',
    message: 'no answer',
    executed: 'unknown',
  });
}

describe('telling', () => {
  test('a message that was not sent when the incident closed is sent by the next look', async () => {
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load', outcomes: [fails('x')] }] },
      policy: { rules: [] },
    });
    world.wait(minuteMs);
    const mute = { send: () => Promise.reject(new NotifierError('away')) };
    await world.discover();
    await look(world.run, null, { ...world.world, notifier: mute });
    expect((await world.incident()).closing).toMatchObject({ outcome: 'escalated' });
    expect(world.sent).toEqual([]);
    await world.sweepFor(15 * minuteMs);
    expect(world.sent.map(({ kind }) => kind)).toEqual(['ended']);
    expect((await world.incident()).dueAt).toBeNull();
  });

  test('each failure that stays unresolved is told once, the later ones too', async () => {
    const world = await aWorld({ dag: twoFailures(), policy: pausedByPolicy });
    await world.pause({ dagId: 'etl' });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(40 * minuteMs);
    const told = world.sent.filter(({ kind }) => kind === 'unresolved').map(({ notificationId }) => notificationId);
    expect(told).toEqual([
      'runtime-1/etl/scheduled__1/1/unresolved/oncall',
      'runtime-1/etl/scheduled__1/1/unresolved/oncall/2',
    ]);
  });

  test('trouble that outlasts the time to tell is told then, not at the end of its backoff', async () => {
    let isAway = false;
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load', outcomes: [fails('x')] }] },
      policy: pausedByPolicy,
      airflow: (real) => ({
        ...real,
        listTaskInstances: (run) => (isAway ? Promise.reject(timedOut()) : real.listTaskInstances(run)),
      }),
    });
    world.wait(minuteMs);
    isAway = true;
    await world.alert();
    await world.sweepFor(6 * minuteMs);
    expect(world.sent.map(({ kind }) => kind)).toEqual(['deployment']);
  });
});

describe('what is blocked below', () => {
  test('a protected task is not re-run because the task above it failed', async () => {
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [
          { taskId: 'load', outcomes: [fails('x'), succeeds] },
          { taskId: 'invoice', upstream: ['load'] },
        ],
      },
      policy: { guardrails: { protect: [{ taskId: ['invoice'] }] } },
    });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(5 * minuteMs);
    expect(world.writes()).toEqual([]);
    expect(world.states()).toEqual({ load: 'failed', invoice: 'upstream_failed' });
    expect((await world.incident()).closing).toMatchObject({ outcome: 'escalated' });
  });
});

describe('an incident in which nothing fails', () => {
  test('ends at the deadline though its run goes on', async () => {
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load' }, { taskId: 'late', durationMs: 180 * minuteMs }] },
      policy: pausedByPolicy,
    });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(59 * minuteMs);
    expect((await world.incident()).closing).toBeNull();
    await world.sweepFor(20 * minuteMs);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'recovered' });
  });

  test('ends a case as it is: what a person cleared and failed again is not taken up while the incident goes on', async () => {
    const world = await aWorld({ dag: twoFailures(), policy: pausedByPolicy });
    await world.pause();
    world.wait(minuteMs);
    await world.alert();
    world.model.clear({ dagId: 'etl', dagRunId: 'scheduled__1', taskIds: ['load'], isDryRun: false }, world.clock());
    world.wait(minuteMs);
    await world.resume();
    await world.sweepFor(10 * minuteMs);
    expect((await world.incident()).cases[0]?.ending).toMatchObject({ outcome: 'superseded' });
    expect(world.writes()).toEqual([]);
  });
});
