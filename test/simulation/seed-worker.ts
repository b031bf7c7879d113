import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { simulateSeed } from './simulate-seed.ts';
import { addSeed, newTally } from './tally.ts';

/** Every so many seeds one is simulated twice: the trace must be the same, byte for byte. */
const twiceEach = 50;
const reportEach = 20;

const { from, until, step, stopsAtFirst } = z
  .object({ from: z.int(), until: z.int(), step: z.int(), stopsAtFirst: z.boolean() })
  .parse(workerData);

let tally = newTally();
for (let seed = from; seed < until; seed += step) {
  const result = await simulateSeed(seed);
  const isSame = seed % twiceEach !== 0 || (await simulateSeed(seed)).digest === result.digest;
  const violations = isSame ? result.violations : [...result.violations, 'the same seed gave another trace'];
  addSeed(tally, { ...result, violations });
  const isFailed = violations.length > 0;
  if (tally.seeds < reportEach && !isFailed) continue;
  parentPort?.postMessage(tally);
  tally = newTally();
  if (isFailed && stopsAtFirst) break;
}
parentPort?.postMessage(tally);
