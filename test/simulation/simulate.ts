import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { simulateSeed } from './simulate-seed.ts';
import { addTally, newTally, renderTally, shortfalls, type Tally } from './tally.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    workers: { type: 'string', default: String(Math.min(8, availableParallelism())) },
    'stop-at-first': { type: 'boolean', default: false },
  },
});

const failuresShownMax = 20;

if (values.seed !== undefined) await replay(Number(values.seed));
else await simulateMany(Number(values.from), Number(values.seeds), Number(values.workers));

/** Prints the whole trace of one seed. */
async function replay(seed: number): Promise<void> {
  const result = await simulateSeed(seed);
  console.log(`seed ${seed} on ${result.flavour} drew ${describeFaults(result.hits)}`);
  for (const line of result.trace) console.log(line);
  console.log(`digest ${result.digest}`);
  for (const violation of result.violations) console.log(`violated: ${violation}`);
  if (result.violations.length > 0) process.exitCode = 1;
}

function describeFaults(hits: ReadonlyMap<string, number>): string {
  return [...hits].map(([name, count]) => `${name} ${count}`).join(', ') || 'no fault';
}

async function simulateMany(from: number, seeds: number, workers: number): Promise<void> {
  const began = performance.now();
  const total = newTally();
  const parts = Array.from({ length: workers }, (_, index) => ({
    from: from + index,
    until: from + seeds,
    step: workers,
  }));
  await Promise.all(parts.map((part) => runWorker(part, total)));
  const seconds = (performance.now() - began) / 1_000;
  console.log(renderTally(total));
  const digest = createHash('sha256').update(JSON.stringify(total.digests)).digest('hex').slice(0, 16);
  console.log(
    `${total.seeds} seeds in ${seconds.toFixed(1)} s: ${(total.seeds / seconds).toFixed(1)} a second; digest of all traces ${digest}`,
  );
  const missing = values['stop-at-first'] ? [] : shortfalls(total);
  for (const what of missing) console.log(`not proved: ${what}`);
  console.log(total.failures.length === 0 ? 'every invariant held' : `${total.failures.length} seeds failed`);
  if (total.failures.length + missing.length > 0) process.exitCode = 1;
}

interface Part {
  readonly from: number;
  readonly until: number;
  readonly step: number;
}

function runWorker(part: Part, total: Tally): Promise<void> {
  const worker = new Worker(new URL('./seed-worker.ts', import.meta.url), {
    workerData: { ...part, stopsAtFirst: values['stop-at-first'] },
  });
  return new Promise((resolve, reject) => {
    worker.on('message', (tally: Tally) => {
      for (const failure of tally.failures) showFailure(failure, total.failures.length);
      addTally(total, tally);
      if (values['stop-at-first'] && total.failures.length > 0) process.exit(1);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

function showFailure({ seed, violations }: Tally['failures'][number], shown: number): void {
  if (shown >= failuresShownMax) return;
  console.log(
    `seed ${seed} failed: ${violations[0]}${violations.length > 1 ? ` (and ${violations.length - 1} more)` : ''}`,
  );
  console.log(`  replay: npm run simulate -- --seed ${seed}`);
}
