import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canRun, runCommand, startProcess, stopProcess, wait } from './run-command.ts';

export interface Postgres {
  /** For SQLAlchemy. */
  readonly url: string;
  stop(): Promise<void>;
}

const places = ['/usr/lib/postgresql', '/usr/local/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];

/** A PostgreSQL of its own, with nothing in it and no durability; null: none is installed. */
export async function startPostgres(): Promise<Postgres | null> {
  const bin = findBinaries();
  if (bin === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'airmend-postgres-'));
  const owner = ownerFor(folder);
  const data = join(folder, 'data');
  runCommand(join(bin, 'initdb'), ['-D', data, '-U', 'airflow', '--auth=trust', '-E', 'UTF8'], { owner, cwd: folder });
  const port = await freePort();
  const settings = ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-k', folder];
  const logFile = join(folder, 'postgres.log');
  const server = startProcess(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    owner,
    cwd: folder,
    logFile,
  });
  const about = ['-h', '127.0.0.1', '-p', String(port), '-U', 'airflow'];
  for (let tries = 0; !canRun(join(bin, 'pg_isready'), about); tries += 1) {
    if (tries > 100 || server.exitCode !== null) throw new Error(`PostgreSQL does not start: see ${logFile}`);
    await wait(200);
  }
  runCommand(join(bin, 'createdb'), [...about, 'airflow']);
  return {
    url: `postgresql+psycopg2://airflow@127.0.0.1:${port}/airflow`,
    async stop() {
      await stopProcess(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findBinaries(): string | null {
  const onPath = (process.env['PATH'] ?? '').split(':');
  const versions = places.flatMap((place) =>
    existsSync(place)
      ? readdirSync(place)
          .sort((one, other) => other.localeCompare(one, 'en', { numeric: true }))
          .map((version) => join(place, version, 'bin'))
      : [],
  );
  const wanted = ['initdb', 'postgres', 'pg_isready', 'createdb'];
  return [...onPath, ...versions].find((bin) => wanted.every((name) => existsSync(join(bin, name)))) ?? null;
}

/** PostgreSQL refuses to be root's. */
function ownerFor(folder: string): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const user = canRun('id', ['postgres']) ? 'postgres' : 'nobody';
  const owner = { uid: Number(runCommand('id', ['-u', user])), gid: Number(runCommand('id', ['-g', user])) };
  mkdirSync(folder, { recursive: true });
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
