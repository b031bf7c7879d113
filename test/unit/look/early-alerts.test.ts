import { describe, expect, test } from '@jest/globals';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import { discoverDag } from '../../../shared/look/discover.ts';
import { look } from '../../../shared/look/look.ts';
import { aReport } from '../../builders.ts';
import { aWorld, fails, minuteMs } from './a-small-world.ts';

const secondMs = 1_000;
const tellsAtOnce = { rules: [] };

/** `load` fails at once; `late` runs on and fails later. */
function failsTwice(lateAfterMs: number) {
  return {
    dagId: 'etl',
    tasks: [
      { taskId: 'load', durationMs: secondMs, outcomes: [fails('x')] },
      { taskId: 'late', durationMs: lateAfterMs, outcomes: [fails('y')] },
    ],
  };
}

describe('an alert that precedes its failure', () => {
  test('keeps an incident open whose other failures have ended', async () => {
    const world = await aWorld({ dag: failsTwice(2 * minuteMs), policy: tellsAtOnce });
    world.wait(minuteMs);
    await world.alert({ taskId: 'late' });
    expect((await world.incident()).closing).toBeNull();
    await world.sweepFor(10 * minuteMs);
    expect((await world.incident()).cases.map(({ taskId }) => taskId)).toEqual(['load', 'late']);
  });

  test('is not forgotten when an incident ends in a run that goes on and the hint was covered before', async () => {
    const world = await aWorld({ dag: failsTwice(170 * secondMs), policy: tellsAtOnce });
    world.wait(10 * secondMs);
    await world.alert({ taskId: 'load' });
    world.wait(100 * secondMs);
    const covered = { receivedAt: world.clock(), report: aReport({ taskId: 'late', reportId: 'second' }) };
    world.wait(5 * secondMs);
    await world.look();
    expect(await look(world.run, covered, world.world)).toBe(false);
    await world.sweepFor(10 * minuteMs);
    expect((await world.incident()).closing?.failing.map(({ taskId }) => taskId)).toEqual(['load', 'late']);
  });
});

describe('an alert without a run', () => {
  test('has a recorded outcome although Airflow does not answer', async () => {
    const away = new AirflowError({
      code: 'timed-out',
      operation: 'listFailedRuns',
      deployment: 'production',
      message: 'no answer',
      executed: 'unknown',
    });
    const world = await aWorld({
      dag: failsTwice(minuteMs),
      airflow: (real) => ({ ...real, listFailedRuns: () => Promise.reject(away) }),
    });
    const now = world.clock();
    const report = aReport({ dagRunId: null, reportId: 'metric-1' });
    await discoverDag('etl', { receivedAt: now, beganAt: now, report }, world.world);
    expect(world.journal).toContainEqual(expect.objectContaining({ event: 'hint-noted', reportId: 'metric-1' }));
  });
});

describe('a message that is being sent', () => {
  test('leaves the due time to a look that has begun meanwhile', async () => {
    const world = await aWorld({ dag: failsTwice(minuteMs), policy: tellsAtOnce });
    world.wait(2 * minuteMs);
    await world.discover();
    let dueOfOther: number | null = null;
    const send = async () => {
      const stored = await world.ledger.readIncident(world.run);
      if (stored === null) throw new Error('there is no incident');
      dueOfOther = world.clock() + 7 * minuteMs;
      await world.ledger.recordIncident(
        { ...stored.item, looks: stored.item.looks + 1, dueAt: dueOfOther },
        stored.revision,
      );
    };
    await look(world.run, null, { ...world.world, notifier: { send } });
    const { dueAt, outbox } = await world.incident();
    expect(outbox.every(({ sentAt }) => sentAt !== null)).toBe(true);
    expect(dueAt).toBe(dueOfOther);
  });
});
