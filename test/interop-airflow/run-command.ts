import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';

export interface CommandOptions {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Whose process it is, where this one is root's. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

/** Runs a command to its end. Throws with the end of what it said where it fails. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): string {
  const { cwd, env, owner } = options;
  const ended = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', ...owner });
  if (ended.status === 0) return ended.stdout;
  const said = `${ended.stdout ?? ''}${ended.stderr ?? ''}${ended.error?.message ?? ''}`.trim();
  throw new Error(`${command} ${args.join(' ')} failed:\n${said.slice(-2_000)}`);
}

/** Whether a command is there and answers. */
export function canRun(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Starts a process in a group of its own, with all it says in a file. */
export function startProcess(
  command: string,
  args: readonly string[],
  { logFile, cwd, env, owner }: CommandOptions & { readonly logFile: string },
): ChildProcess {
  const out = openSync(logFile, 'a');
  return spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', out, out],
    ...owner,
  });
}

/** Stops a process and all that it started. */
export async function stopProcess(child: ChildProcess, limitMs = 15_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const { pid } = child;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(pid, 'SIGTERM');
  const isOver = await Promise.race([ended.then(() => true), wait(limitMs).then(() => false)]);
  if (!isOver) {
    signalGroup(pid, 'SIGKILL');
    await ended;
  }
  // What the leader left behind, such as gunicorn's workers.
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone.
  }
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
