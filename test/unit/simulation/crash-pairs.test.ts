import { describe, expect, test } from '@jest/globals';
import { type CrashPoint, deaths, findBroken, simulateCrashes } from '../../simulation/crash-points.ts';
import { scriptedPlans } from '../../simulation/scripted-plans.ts';

const limitMs = 300_000;

function* pairs(calls: readonly number[]): Iterable<CrashPoint[]> {
  for (const [place, call] of calls.entries())
    for (const later of calls.slice(place + 1))
      for (const death of deaths)
        for (const second of deaths)
          yield [
            { call, death },
            { call: later, death: second },
          ];
}

describe('any two port calls of the looks are crash points together', () => {
  const stories = ['a task fails once and is cleared', 'a failure is for a person', 'the deployment observes'];
  test.each(scriptedPlans.filter(({ story }) => stories.includes(story)).map((one) => [one.story, one] as const))(
    '%s',
    async (_story, scripted) => {
      const { lookCalls } = await simulateCrashes(scripted, []);
      expect(await findBroken(scripted, pairs(lookCalls))).toEqual([]);
    },
    limitMs,
  );
});
