import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { plant } from './plant.ts';
import { type PlantedBug, plantedBugs } from './planted-bugs.ts';

const { values } = parseArgs({
  options: {
    /** Looks through fresh seeds instead of those known to catch the bug. */
    fresh: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '2000' },
    only: { type: 'string' },
  },
});

const shownCharsMax = 150;
const outputBytesMax = 64 * 1_024 * 1_024;

let missed = 0;
for (const bug of plantedBugs) {
  if (values.only !== undefined && !bug.name.includes(values.only)) continue;
  const caught = await hunt(bug);
  console.log(`${bug.name.padEnd(54)} ${caught ?? 'NOT CAUGHT'}`);
  if (caught === null) missed += 1;
}
if (missed > 0) process.exitCode = 1;

/** By which seed and which invariant the bug was caught; null: it was not. */
async function hunt(bug: PlantedBug): Promise<string | null> {
  const { folder, remove } = plant(bug);
  try {
    const searched = values.fresh
      ? [['--seeds', values.seeds, '--stop-at-first']]
      : bug.seeds.map((seed) => ['--from', String(seed), '--seeds', '1', '--workers', '1']);
    for (const options of searched) {
      const output = await simulate(folder, options);
      const failure = /^seed \d+ failed: .*$/m.exec(output)?.[0];
      if (failure !== undefined) return failure.slice(0, shownCharsMax);
      if (!values.fresh && !/^\d+ seeds in /m.test(output)) throw new Error(`"${bug.name}" did not run: ${output}`);
    }
    return null;
  } finally {
    remove();
  }
}

function simulate(folder: string, options: readonly string[]): Promise<string> {
  const entry = join(folder, 'test/simulation/simulate.ts');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [entry, ...options],
      { cwd: folder, maxBuffer: outputBytesMax },
      (_error, stdout, stderr) => resolve(`${stdout}\n${stderr}`),
    );
  });
}
