import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { root } from '../house/source-files.ts';

/** A whole local AWS from PyPI, without Docker: https://pypi.org/project/ministack */
const requirement = 'ministack==1.5.33';
const startLimitMs = 60_000;

export interface LocalAws {
  readonly endpoint: string;
  /** For processes that are to speak to it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): void;
}

/** Null: this machine has no Python to run it with; the reason is printed. */
export async function startLocalAws(): Promise<LocalAws | null> {
  const program = installMiniStack();
  if (program === null) return null;
  const port = await freePort();
  const endpoint = `http://localhost:${port}`;
  // Its Lambdas run with the `node` on the PATH: the project's own comes first.
  const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const server = spawn(program, [], {
    env: { ...process.env, PATH: path, BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port) },
    stdio: 'ignore',
  });
  await untilAnswering(endpoint, server);
  const environment = {
    PATH: path,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
  };
  return { endpoint, environment, stop: () => void server.kill('SIGTERM') };
}

function installMiniStack(): string | null {
  const venv = join(root, '.venv-interop');
  const program = join(venv, 'bin', 'ministack');
  if (existsSync(program)) return program;
  try {
    execFileSync('python3', ['-m', 'venv', venv], { stdio: 'pipe' });
    execFileSync(join(venv, 'bin', 'pip'), ['install', '--quiet', requirement], { stdio: 'pipe' });
    return program;
  } catch (error) {
    process.stdout.write(
      `interop: not run, since ${requirement} could not be installed with this machine's python3 (${error instanceof Error ? error.message.split('\n')[0] : ''})\n`,
    );
    return null;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return address.port;
}

async function untilAnswering(endpoint: string, server: ChildProcess): Promise<void> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < startLimitMs) {
    if (server.exitCode !== null) throw new Error(`the local AWS ended with exit status ${server.exitCode}`);
    const answer = await fetch(endpoint).catch(() => null);
    if (answer !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the local AWS did not answer in time');
}
