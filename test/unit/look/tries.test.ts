import { describe, expect, test } from '@jest/globals';
import { aWorld, fails, minuteMs } from './a-small-world.ts';

describe('tries', () => {
  test('what still runs at the deadline keeps its charge, and its failure after it is not taken up again', async () => {
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [{ taskId: 'load', retries: 1, retryDelayMs: 40 * minuteMs, durationMs: 1_000, outcomes: [fails('x')] }],
      },
      policy: { guardrails: { deadline: { within: '20m' }, tries: { perTaskInstance: 4 } } },
    });
    world.wait(41 * minuteMs);
    await world.alert({ taskId: 'load' });
    await world.sweepFor(35 * minuteMs);
    const { cases, tries } = await world.incident();
    expect(world.states()).toEqual({ load: 'up_for_retry' });
    expect(cases[0]?.ending).toMatchObject({ outcome: 'escalated' });
    expect(tries[0]?.added).toEqual({ '-1': 2 });
    await world.sweepFor(60 * minuteMs);
    expect(world.states()).toEqual({ load: 'failed' });
    expect(world.writes()).toHaveLength(1);
  });
});
