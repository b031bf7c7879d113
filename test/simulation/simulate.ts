import { parseArgs } from 'node:util';
import { simulateSeed } from './simulate-seed.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
});

if (values.seed !== undefined) {
  const result = await simulateSeed(Number(values.seed));
  for (const line of result.trace) console.log(line);
  console.log(`seed ${result.seed} digest ${result.digest} port calls ${result.portCalls}`);
  for (const violation of result.violations) console.log(`violated: ${violation}`);
} else {
  const from = Number(values.from);
  const outcomes = new Map<string, number>();
  const hits = new Map<string, number>();
  const began = performance.now();
  let least = Number.POSITIVE_INFINITY;
  let calls = 0;
  let failed = 0;
  for (let seed = from; seed < from + Number(values.seeds); seed += 1) {
    const result = await simulateSeed(seed);
    least = Math.min(least, result.portCalls);
    calls += result.portCalls;
    if (result.violations.length > 0) {
      failed += 1;
      console.log(seed, result.violations[0]);
    }
    for (const [name, count] of result.outcomes) outcomes.set(name, (outcomes.get(name) ?? 0) + count);
    for (const [name, count] of result.hits) hits.set(name, (hits.get(name) ?? 0) + count);
  }
  const seconds = (performance.now() - began) / 1000;
  console.log({
    outcomes,
    hits,
    least,
    mean: calls / Number(values.seeds),
    failed,
    rate: Number(values.seeds) / seconds,
  });
}
