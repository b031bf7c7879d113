import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const limitMs = 480_000;

test(
  'request counts and sizes are within the tolerance of what docs/reference/cost.md says',
  async () => {
    const checked = promisify(execFile)(process.execPath, ['--no-warnings', 'bench/cost/cost.ts', '--check'], {
      cwd: root,
    });
    const told = await checked.then(
      () => '',
      (error: { stderr?: string }) => error.stderr,
    );
    expect(told).toBe('');
  },
  limitMs,
);
