import { rmSync } from 'node:fs';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { createTerminalView } from '../../sandbox/terminal/terminal-view.ts';
import { writeDocuments } from './documents.ts';
import { playStories } from './play.ts';
import { startPostgres } from './postgres.ts';
import { startRealAirflow } from './real-airflow.ts';
import { type Release, releases } from './release.ts';
import { installAirflow } from './virtual-environment.ts';

/** `npm run test:interop-airflow [-- <version>]`: the bundles as they are deployed heal real Airflows, installed from PyPI. */
async function interop(only: string | undefined): Promise<number> {
  let failed = 0;
  for (const release of releases) {
    if (only !== undefined && release.version !== only) continue;
    const began = Date.now();
    failed += await tryRelease(release);
    say(`Airflow ${release.version}: ${((Date.now() - began) / 1_000).toFixed(0)} s in all`);
  }
  return failed;
}

/** How many stories did not end as they must. */
async function tryRelease(release: Release): Promise<number> {
  const { version, needsPostgres } = release;
  say(`Airflow ${version} is installed from PyPI, unless it is there already`);
  const bin = installAirflow(release);
  if (bin === null) return cannot(version, `none of ${release.pythons.join(', ')} is here`);
  const postgres = await startPostgres();
  if (postgres === null && needsPostgres)
    return cannot(version, 'it runs tasks at once only on PostgreSQL, and no `initdb` is here');
  try {
    const airflow = await startRealAirflow(release, bin, postgres, say);
    try {
      return await heal(airflow);
    } finally {
      await airflow.stop();
    }
  } finally {
    await postgres?.stop();
  }
}

/** Not a failure of the product, and not a pass. */
function cannot(version: string, why: string): number {
  say(`NOT RUN: Airflow ${version}: ${why}`);
  process.exitCode = 2;
  return 0;
}

async function heal(airflow: Parameters<typeof playStories>[1]): Promise<number> {
  const documents = writeDocuments(airflow);
  const view = createTerminalView((line) => console.log(`    ${line}`));
  const sandbox = await startSandbox({ ...documents, view });
  try {
    const told = await playStories(sandbox, airflow);
    for (const { story, wrong, seconds } of told)
      say(
        `${wrong === null ? '✓' : '✗'} ${seconds.toFixed(0).padStart(4)} s  ${story.title}${wrong === null ? '' : `: ${wrong}`}`,
      );
    return told.filter(({ wrong }) => wrong !== null).length;
  } finally {
    await sandbox.stop();
    rmSync(documents.folder, { recursive: true, force: true });
  }
}

function say(text: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
}

const failed = await interop(process.argv[2]);
if (failed > 0) process.exitCode = 1;
