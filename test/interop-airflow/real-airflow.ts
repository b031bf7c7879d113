import type { ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installListener, type ListenerTarget } from './listener.ts';
import { createPersonOf2, createPersonOf3, type Person } from './person.ts';
import { freePort, type Postgres } from './postgres.ts';
import type { Release } from './release.ts';
import { runCommand, startProcess, stopProcess, wait } from './run-command.ts';

export interface RealAirflow {
  readonly url: string;
  readonly kind: Release['kind'];
  /** Whom Airmend is: with the role Op. */
  readonly airmend: { readonly username: string; readonly password: string };
  readonly person: Person;
  readonly logs: string;
  stop(): Promise<void>;
}

const dags = fileURLToPath(new URL('dags', import.meta.url));
const dagFiles = ['interop_dags.py'] as const;
const passwords = { admin: 'admin-interop', op: 'op-interop' } as const;
const healthyLimitMs = 180_000;

/** Starts all of one Airflow: its database, API, scheduler and DAG processor, with the DAGs of this folder. */
export async function startRealAirflow(
  release: Release,
  bin: string,
  { postgres, alerts, say }: { postgres: Postgres | null; alerts: ListenerTarget; say: (text: string) => void },
): Promise<RealAirflow> {
  const home = mkdtempSync(join(tmpdir(), `airmend-airflow-${release.version}-`));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folders = { dags: join(home, 'dags'), plugins: join(home, 'plugins') };
  mkdirSync(folders.dags);
  for (const file of dagFiles) copyFileSync(join(dags, file), join(folders.dags, file));
  const env = { ...environmentOf(release, { home, port, bin, postgres }), ...installListener(folders, alerts) };
  mkdirSync(env['INTEROP_STARTS'] ?? home, { recursive: true });
  const airflow = join(bin, 'airflow');
  setUp(release, airflow, { home, env });
  say(`Airflow ${release.version} is set up`);
  const processes: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((one) => stopProcess(one)));
    rmSync(home, { recursive: true, force: true });
  };
  const roles =
    release.kind === 'airflow-3' ? ['api-server', 'scheduler', 'dag-processor'] : ['webserver', 'scheduler'];
  try {
    for (const role of roles)
      processes.push(startProcess(airflow, [role], { cwd: home, env, logFile: join(home, `${role}.log`) }));
    const person =
      release.kind === 'airflow-3' ? createPersonOf3(url, passwords.admin) : createPersonOf2(url, passwords.admin);
    await untilHealthy(person, processes);
    const airmend = { username: 'op', password: passwords.op };
    return { url, kind: release.kind, airmend, person, logs: home, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Place {
  readonly home: string;
  readonly port: number;
  readonly bin: string;
  readonly postgres: Postgres | null;
}

function environmentOf({ kind }: Release, { home, port, bin, postgres }: Place): Record<string, string> {
  const settings: Record<string, string> = {
    CORE__DAGS_FOLDER: join(home, 'dags'),
    CORE__PLUGINS_FOLDER: join(home, 'plugins'),
    CORE__EXECUTOR: 'LocalExecutor',
    CORE__LOAD_EXAMPLES: 'False',
    CORE__DAGS_ARE_PAUSED_AT_CREATION: 'False',
    CORE__PARALLELISM: '6',
    SCHEDULER__SCHEDULER_HEARTBEAT_SEC: '1',
    SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME: '0.2',
    ...(postgres !== null && { DATABASE__SQL_ALCHEMY_CONN: postgres.url }),
    ...(kind === 'airflow-3' ? settingsOf3(home, port) : settingsOf2(port)),
  };
  const named = Object.entries(settings).map(([key, value]): [string, string] => [`AIRFLOW__${key}`, value]);
  return {
    ...Object.fromEntries(named),
    AIRFLOW_HOME: home,
    INTEROP_STARTS: join(home, 'starts'),
    PYTHONWARNINGS: 'ignore',
    PYTHONDONTWRITEBYTECODE: '1',
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  };
}

function settingsOf3(home: string, port: number): Record<string, string> {
  return {
    API__PORT: String(port),
    API__HOST: '127.0.0.1',
    API__WORKERS: '1',
    API_AUTH__JWT_SECRET: 'a secret of this machine that is long enough for a signature of 512 bits, and no other',
    CORE__EXECUTION_API_SERVER_URL: `http://127.0.0.1:${port}/execution/`,
    CORE__SIMPLE_AUTH_MANAGER_USERS: 'admin:admin,op:op',
    CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE: join(home, 'passwords.json'),
    DAG_PROCESSOR__REFRESH_INTERVAL: '5',
    DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL: '30',
  };
}

function settingsOf2(port: number): Record<string, string> {
  return {
    WEBSERVER__WEB_SERVER_PORT: String(port),
    WEBSERVER__WEB_SERVER_HOST: '127.0.0.1',
    WEBSERVER__WORKERS: '3',
    WEBSERVER__SECRET_KEY: 'a secret of this machine',
    SCHEDULER__DAG_DIR_LIST_INTERVAL: '5',
    SCHEDULER__MIN_FILE_PROCESS_INTERVAL: '30',
    API__AUTH_BACKENDS: 'airflow.providers.fab.auth_manager.api.auth.backend.basic_auth',
  };
}

function setUp(
  { kind }: Release,
  airflow: string,
  { home, env }: { home: string; env: Readonly<Record<string, string>> },
): void {
  if (kind === 'airflow-3') writeFileSync(join(home, 'passwords.json'), JSON.stringify(passwords));
  runCommand(airflow, ['db', 'migrate'], { cwd: home, env });
  if (kind === 'airflow-3') return;
  runCommand(airflow, ['sync-perm'], { cwd: home, env });
  for (const [username, role] of [
    ['admin', 'Admin'],
    ['op', 'Op'],
  ] as const) {
    const about = ['--firstname', username, '--lastname', 'Interop', '--email', `${username}@example.com`];
    const args = [
      'users',
      'create',
      '--username',
      username,
      '--role',
      role,
      '--password',
      passwords[username],
      ...about,
    ];
    runCommand(airflow, args, { cwd: home, env });
  }
}

async function untilHealthy(person: Person, processes: readonly ChildProcess[]): Promise<void> {
  const until = Date.now() + healthyLimitMs;
  for (;;) {
    if (await seesAll(person).catch(() => false)) return;
    const dead = processes.find(({ exitCode }) => exitCode !== null);
    if (dead !== undefined || Date.now() > until) throw new Error('Airflow does not become healthy');
    await wait(1_000);
  }
}

/** The last of the DAGs here, and the documented relay: both load. */
async function seesAll(person: Person): Promise<boolean> {
  return (await person.seesDag('doomed')) && (await person.seesDag('airmend_relay'));
}
