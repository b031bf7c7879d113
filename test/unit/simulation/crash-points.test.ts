import { describe, expect, test } from '@jest/globals';
import { type CrashPoint, deaths, findBroken, simulateCrashes } from '../../simulation/crash-points.ts';
import { scriptedPlans } from '../../simulation/scripted-plans.ts';

const limitMs = 300_000;

function* singles(calls: readonly number[]): Iterable<CrashPoint[]> {
  for (const call of calls) for (const death of deaths) yield [{ call, death }];
}

describe('every port call is a crash point', () => {
  test.each(scriptedPlans.map((scripted) => [scripted.story, scripted] as const))(
    '%s',
    async (_story, scripted) => {
      const { violations, outcome, lookCalls, sweepCalls } = await simulateCrashes(scripted, []);
      expect({ violations, outcome }).toEqual({ violations: [], outcome: scripted.ends });
      expect(await findBroken(scripted, singles([...lookCalls, ...sweepCalls]))).toEqual([]);
    },
    limitMs,
  );
});
