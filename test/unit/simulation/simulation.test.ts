import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { editSource } from '../../simulation/planted/plant.ts';
import { plantedBugs } from '../../simulation/planted/planted-bugs.ts';
import { simulateSeed } from '../../simulation/simulate-seed.ts';
import { newTally, shortfalls } from '../../simulation/tally.ts';

const entry = fileURLToPath(new URL('../../simulation/simulate.ts', import.meta.url));
const limitMs = 60_000;

describe('the simulation', () => {
  test.each([3, 47, 102])(
    'tells the same story of seed %i in two processes, byte for byte',
    async (seed) => {
      const { trace, violations } = await simulateSeed(seed);
      const printed = execFileSync(process.execPath, [entry, '--seed', String(seed)], { encoding: 'utf8' });
      expect(printed).toContain(trace.join('\n'));
      expect(violations).toEqual([]);
    },
    limitMs,
  );

  test('every seed has enough runs, task instances and port calls', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { runs, instances, portCalls } = await simulateSeed(seed);
      expect([runs >= 3, instances >= 30, portCalls >= 200]).toEqual([true, true, true]);
    }
  });

  test('fails at scale where a fault was not hit or an outcome not reached', () => {
    const small = { ...newTally(), seeds: 1_999, portCallsMin: 300, runsMin: 3, instancesMin: 30 };
    expect(shortfalls(small)).toEqual([]);
    const large = shortfalls({ ...small, seeds: 2_000 });
    expect(large).toContain('frozen was hit only 0 times');
    expect(large).toContain('no incident ended as remedied');
  });
});

describe('planted bugs', () => {
  test.each(plantedBugs.map((bug) => [bug.name, bug] as const))('%s can be planted and has a seed', (_name, bug) => {
    expect(editSource(bug).size).toBeGreaterThan(0);
    expect(bug.seeds.length).toBeGreaterThan(0);
  });
});
