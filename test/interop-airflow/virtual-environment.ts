import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../house/source-files.ts';
import type { Release } from './release.ts';
import { canRun, runCommand } from './run-command.ts';

/** The folder of the `airflow` command. Kept between runs; null: there is no Python to make it with. */
export function installAirflow({ version, packages, excludeNewer, pythons }: Release): string | null {
  const folder = join(root, '.airmend/interop-airflow', version);
  const bin = join(folder, 'bin');
  if (existsSync(join(bin, 'installed'))) return bin;
  const python = pythons.find((one) => canRun(one, ['-c', 'import venv, ensurepip']));
  if (python === undefined) return null;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  runCommand(python, ['-m', 'venv', folder]);
  const pip = join(bin, 'python');
  runCommand(pip, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'uv']);
  const before = excludeNewer === null ? [] : ['--exclude-newer', excludeNewer];
  runCommand(join(bin, 'uv'), ['pip', 'install', '--quiet', '--python', pip, ...before, ...packages]);
  mkdirSync(join(bin, 'installed'));
  return bin;
}
