import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import * as z from 'zod';
import { root } from '../house/source-files.ts';

/** A whole local AWS from PyPI, without Docker: https://pypi.org/project/ministack */
const requirement = 'ministack==1.5.33';
const startLimitMs = 60_000;
const venv = join(root, '.venv-interop');

export interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken?: string;
}

export type Call = readonly [service: string, operation: string, parameters: unknown];

/** A local AWS that evaluates IAM and speaks TLS alone. */
export interface LocalAws {
  readonly endpoint: string;
  /** For processes that are to speak to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** A call of any service, by the account's root. What is refused is `{"Denied": code}`. */
  call(service: string, operation: string, parameters: unknown): Promise<unknown>;
  /** Calls one after another, by whoever has these credentials. */
  calls(all: readonly Call[], as?: Credentials): Promise<readonly unknown[]>;
  stop(): void;
}

/** Null: this machine has no Python, no pip index or no openssl to run it with; the reason is printed. */
export async function startLocalAws(folder: string): Promise<LocalAws | null> {
  if (!install()) return null;
  const port = await freePort();
  const endpoint = `https://localhost:${port}`;
  const certificate = join(folder, 'ministack-tls', 'server.crt');
  const trust = {
    AWS_CA_BUNDLE: certificate,
    NODE_EXTRA_CA_CERTS: certificate,
    REQUESTS_CA_BUNDLE: certificate,
    SSL_CERT_FILE: certificate,
  };
  // Its Lambdas run with the `node` on the PATH: the project's own comes first.
  const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const settings = { AUTH: 'true', USE_SSL: '1', BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port) };
  const server = spawn(join(venv, 'bin', 'ministack'), [], {
    env: { ...process.env, ...trust, ...settings, PATH: path, TMPDIR: folder, IOT_MTLS_ENABLED: '0' },
    stdio: 'ignore',
  });
  await untilAnswering(endpoint, certificate, server);
  const environment = {
    ...trust,
    PATH: path,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  return {
    endpoint,
    environment,
    call: async (...call) => (await callAws(environment, [call]))[0],
    calls: (all, as) => callAws(environment, all, as),
    stop: () => void server.kill('SIGTERM'),
  };
}

async function callAws(
  environment: Readonly<Record<string, string>>,
  calls: readonly Call[],
  as: Credentials = { AccessKeyId: 'test', SecretAccessKey: 'test' },
): Promise<readonly unknown[]> {
  const credentials = {
    AWS_ACCESS_KEY_ID: as.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: as.SecretAccessKey,
    ...(as.SessionToken === undefined ? {} : { AWS_SESSION_TOKEN: as.SessionToken }),
  };
  const child = spawn(join(venv, 'bin', 'python'), [join(import.meta.dirname, 'aws.py')], {
    env: { ...process.env, ...environment, ...credentials },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(calls));
  return z.array(z.unknown()).parse(JSON.parse(await text(child.stdout)));
}

function install(): boolean {
  const isInstalled = existsSync(join(venv, 'bin', 'ministack'));
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    if (isInstalled) return true;
    execFileSync('python3', ['-m', 'venv', venv], { stdio: 'pipe' });
    execFileSync(join(venv, 'bin', 'pip'), ['install', '--quiet', requirement], { stdio: 'pipe', timeout: 120_000 });
    return true;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    process.stdout.write(
      `interop: NOT RUN: it needs python3, an index for pip to install ${requirement}, and openssl (${why})\n`,
    );
    return false;
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

/** It makes its certificate when it starts; from then on this process trusts it too. */
async function untilAnswering(endpoint: string, certificate: string, server: ChildProcess): Promise<void> {
  const startedAt = Date.now();
  const trusted = getCACertificates();
  while (Date.now() - startedAt < startLimitMs) {
    if (server.exitCode !== null) throw new Error(`the local AWS ended with exit status ${server.exitCode}`);
    if (existsSync(certificate)) setDefaultCACertificates([...trusted, readFileSync(certificate, 'utf8')]);
    const answer = await fetch(endpoint).catch(() => null);
    if (answer !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the local AWS did not answer in time');
}
