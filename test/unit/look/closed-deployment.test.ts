import { describe, expect, test } from '@jest/globals';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import { aWorld, fails, minuteMs } from './a-small-world.ts';

function unreachable(): AirflowError {
  return new AirflowError({
    code: 'unreachable',
    operation: 'listTaskInstances',
    deployment: 'production',
    message: 'no answer',
    executed: 'no',
  });
}

describe('a deployment whose API is away', () => {
  test('is said to be closed by the third failed look and by every probe that fails, until it answers', async () => {
    let isAway = true;
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load', outcomes: [fails('x')] }] },
      airflow: (real) => ({
        ...real,
        listTaskInstances: (run) => (isAway ? Promise.reject(unreachable()) : real.listTaskInstances(run)),
      }),
    });
    const closed = () => world.journal.filter(({ event }) => event === 'deployment-closed');
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(3 * minuteMs);
    expect(closed()).toEqual([]);
    await world.sweepFor(60 * minuteMs);
    const whileAway = closed().length;
    expect(whileAway).toBeGreaterThan(2);
    expect(closed()[0]).toEqual({ event: 'deployment-closed', deployment: 'production', code: 'unreachable' });
    isAway = false;
    await world.sweepFor(60 * minuteMs);
    expect(closed().length).toBe(whileAway);
  });

  test('is said to be closed by the third failed search for failed runs too', async () => {
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load' }] },
      airflow: (real) => ({ ...real, listFailedRuns: () => Promise.reject(unreachable()) }),
    });
    const closed = () => world.journal.filter(({ event }) => event === 'deployment-closed');
    await world.discover();
    await world.discover();
    expect(closed()).toEqual([]);
    await world.discover();
    expect(closed()).toEqual([{ event: 'deployment-closed', deployment: 'production', code: 'unreachable' }]);
  });
});
