import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm test [-- jest's arguments]`: every suite, two files at a time. Ends with the plain line `N passed, N failed`
 * that any CI can read.
 */
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const reporters = [
  '--reporters=default',
  `--reporters=${fileURLToPath(new URL('tooling/plain-count-reporter.mjs', import.meta.url))}`,
];
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', jest, ...reporters, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
