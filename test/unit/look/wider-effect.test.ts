import { describe, expect, test } from '@jest/globals';
import type { Airflow } from '../../../shared/ports/airflow.ts';
import { aWorld, fails, minuteMs, succeeds } from './a-small-world.ts';

/** `load` may be cleared; `invoice` has failed too, and no rule lets it be touched. */
const dag = {
  dagId: 'etl',
  tasks: [
    { taskId: 'load', durationMs: 1_000, outcomes: [fails('x'), succeeds] },
    { taskId: 'invoice', durationMs: 1_000, outcomes: [fails('y'), succeeds] },
  ],
};
const policy = {
  rules: [{ name: 'load', match: { taskId: ['load'] }, plan: [{ clear: {} }, { escalate: 'oncall' }] }],
};

/** The clear works and says nothing of what it did (airflow#27913). */
function answersEmpty(real: Airflow): Airflow {
  return {
    ...real,
    async clear(request) {
      await real.clear(request);
      return [];
    },
  };
}

async function clearWith(quirk: 'clear-wider-than-preview' | null, airflow?: (real: Airflow) => Airflow) {
  const world = await aWorld({ dag, policy, ...(airflow === undefined ? {} : { airflow }) });
  if (quirk !== null) world.model.setQuirk(quirk, 1);
  world.wait(minuteMs);
  await world.alert();
  await world.sweepFor(5 * minuteMs);
  const pauses = (await world.ledger.readControl('runtime-1'))?.item.pauses ?? [];
  return { world, pausedBy: pauses.map(({ by, scope }) => [by, scope.dagId, scope.dagRunId]) };
}

describe('an effect that is wider than its proof', () => {
  test('pauses the deployment when the answer shows it', async () => {
    const { world, pausedBy } = await clearWith('clear-wider-than-preview');
    expect(pausedBy).toEqual([['airmend', null, null]]);
    expect(world.sent.map(({ kind }) => kind)).toContain('deployment');
    const { tries } = await world.incident();
    expect(tries.find(({ taskId }) => taskId === 'invoice')?.added).toEqual({ '-1': 1 });
  });

  test('pauses the deployment when the answer is empty and only the next look shows it', async () => {
    const { world, pausedBy } = await clearWith('clear-wider-than-preview', answersEmpty);
    expect(pausedBy).toEqual([['airmend', null, null]]);
    expect(world.sent.some(({ kind, text }) => kind === 'deployment' && text.includes('invoice'))).toBe(true);
    const { tries } = await world.incident();
    expect(tries.find(({ taskId }) => taskId === 'invoice')?.added).toEqual({ '-1': 1 });
  });

  test('is not seen in an empty answer to a clear that touched what it named', async () => {
    const { world, pausedBy } = await clearWith(null, answersEmpty);
    expect(pausedBy).toEqual([]);
    expect(world.states()).toEqual({ load: 'success', invoice: 'failed' });
    const { story } = await world.incident();
    expect(story.some(({ text }) => text.includes('by whom is unknown'))).toBe(true);
  });

  test('is charged to the map index that failed between the preview and the clear', async () => {
    let pass = () => {};
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [
          {
            taskId: 'load',
            mapped: 2,
            outcomesByMapIndex: {
              '0': [{ ...fails('x'), durationMs: 1_000 }, succeeds],
              '1': [{ ...fails('y'), durationMs: 2 * minuteMs }, succeeds],
            },
          },
        ],
      },
      policy,
      airflow: (real) => ({
        ...real,
        clear(request) {
          pass();
          return real.clear(request);
        },
      }),
    });
    world.wait(minuteMs);
    pass = () => world.wait(2 * minuteMs);
    await world.alert();
    expect((await world.incident()).tries).toMatchObject([{ taskId: 'load', added: { '0': 1, '1': 1 } }]);
    expect((await world.ledger.readControl('runtime-1'))?.item.pauses).toMatchObject([{ by: 'airmend' }]);
  });
});
