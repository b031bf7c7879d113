import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { createTerminalView } from '../../sandbox/terminal/terminal-view.ts';
import type { View } from '../../sandbox/terminal/view.ts';
import { callbackSource, writeDocuments } from './documents.ts';
import { createListening } from './listener.ts';
import { playStories } from './play.ts';
import { freePort, startPostgres } from './postgres.ts';
import { type RealAirflow, startRealAirflow } from './real-airflow.ts';
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
    const ingestPort = await freePort();
    const alerts = { url: `http://127.0.0.1:${ingestPort}/${callbackSource}`, secret: randomUUID() };
    const airflow = await startRealAirflow(release, bin, { postgres, alerts, say });
    try {
      return await heal(airflow, { ingestPort, secret: alerts.secret });
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

async function heal(
  airflow: RealAirflow,
  { ingestPort, secret }: { ingestPort: number; secret: string },
): Promise<number> {
  const documents = writeDocuments(airflow, secret);
  const listening = createListening();
  const terminal = createTerminalView((line) => console.log(`    ${line}`));
  const view: View = {
    ...terminal,
    event: (event) => {
      listening.hear(event);
      terminal.event(event);
    },
  };
  const sandbox = await startSandbox({ ...documents, port: ingestPort, view });
  try {
    const told = await playStories(sandbox, airflow);
    const endings = told.map(({ story, ...ending }) => ({ title: story.title, ...ending }));
    const unheard = listening.findWrong(airflow.logs, secret);
    const longest = Math.max(...endings.map(({ seconds }) => seconds));
    endings.push({ title: 'the documented listener tells of what fails', wrong: unheard, seconds: longest });
    for (const { title, wrong, seconds } of endings)
      say(
        `${wrong === null ? '✓' : '✗'} ${seconds.toFixed(0).padStart(4)} s  ${title}${wrong === null ? '' : `: ${wrong}`}`,
      );
    return endings.filter(({ wrong }) => wrong !== null).length;
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
