import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm test [-- jest's arguments]`: every suite; end to end by itself, since it starts whole systems and waits for them.
 * Ends with the plain line `N passed, N failed, N skipped` that any CI can read.
 */
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const counter = fileURLToPath(new URL('tooling/plain-count-reporter.mjs', import.meta.url));

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function runProjects(args: readonly string[]): Counts {
  const countsFile = join(mkdtempSync(join(tmpdir(), 'airmend-test-')), 'counts.json');
  const reporters = ['--reporters=default', `--reporters=${counter}`];
  const command = [
    '--experimental-vm-modules',
    '--no-warnings',
    jest,
    ...reporters,
    '--passWithNoTests',
    ...args,
    ...process.argv.slice(2),
  ];
  const { status } = spawnSync(process.execPath, command, {
    stdio: 'inherit',
    env: { ...process.env, AIRMEND_TEST_COUNTS: countsFile },
  });
  const counts = readCounts(countsFile);
  // A runner that fails without a failed test has failed all the same.
  return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

const runs = [
  runProjects(['--selectProjects', 'unit', 'contract', 'integration']),
  runProjects(['--selectProjects', 'end-to-end', '--runInBand']),
];
const sum = (key: keyof Counts) => runs.reduce((total, counts) => total + counts[key], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
