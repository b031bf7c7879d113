import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What the host knows of a function: the folder that CDK deploys, and its settings. */
export interface FunctionDefinition {
  readonly name: string;
  /** Holds `index.mjs` and the files beside it. */
  readonly folder: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** How an invocation ended, as Lambda tells its caller. */
export type InvocationResult =
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed'; readonly payload: string }
  | { readonly kind: 'died'; readonly reason: string };

const runtimeClient = createRequire(import.meta.url).resolve('aws-lambda-ric');
/** Lambda's own limit of a cold start, which is not part of the function's time: past it, it is begun again as part of it. */
const initLimitMs = 10_000;
const shim = fileURLToPath(new URL('rapid-client-shim.mjs', import.meta.url));

interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  readonly settle: (result: InvocationResult) => void;
}

/**
 * One execution environment: a process that runs the bundle under AWS's own runtime interface client, and the runtime API it speaks to.
 * Serves one invocation at a time; a time-out or a crash ends it, as in Lambda.
 */
export class FunctionProcess {
  readonly #definition: FunctionDefinition;
  readonly #onLine: (line: string) => void;
  readonly #server: Server;
  #child: ChildProcess | undefined;
  #waiting: ServerResponse | undefined;
  #pending: Invocation | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isAlive = true;

  constructor(definition: FunctionDefinition, onLine: (line: string) => void) {
    this.#definition = definition;
    this.#onLine = onLine;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    const { folder, name, memoryMb, environment } = this.#definition;
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', shim, runtimeClient, 'index.handler'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        ...environment,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_LOG_FORMAT: 'JSON',
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
        AWS_LAMBDA_LOG_STREAM_NAME: `sandbox/${port}`,
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: 'index.handler',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', this.#onLine);
    child.on('exit', (code, signal) => this.#end(`the process exited (${signal ?? code})`));
    this.#child = child;
  }

  async invoke(payload: string): Promise<InvocationResult> {
    const { timeoutMs } = this.#definition;
    return new Promise((resolve) => {
      const settle = (result: InvocationResult) => {
        clearTimeout(this.#timer);
        this.#pending = undefined;
        resolve(result);
      };
      this.#pending = { requestId: randomUUID(), payload, settle };
      if (!this.#isAlive) return settle({ kind: 'died', reason: 'the process is gone' });
      this.#endAfter(initLimitMs + timeoutMs);
      this.#handOver();
    });
  }

  /** Ends the process at once, as when its host is lost: whatever it was doing is cut short. */
  kill(): void {
    this.#end('killed');
  }

  async stop(): Promise<void> {
    this.#end('stopped');
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #endAfter(limitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(`Task timed out after ${(limitMs / 1_000).toFixed(2)} seconds`), limitMs);
  }

  #end(reason: string): void {
    this.#isAlive = false;
    this.#child?.kill('SIGKILL');
    this.#pending?.settle({ kind: 'died', reason });
    this.#waiting?.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #handOver(): void {
    const [response, invocation] = [this.#waiting, this.#pending];
    if (response === undefined || invocation === undefined) return;
    this.#waiting = undefined;
    const { name, timeoutMs } = this.#definition;
    this.#endAfter(timeoutMs);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
      'lambda-runtime-invoked-function-arn': `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    });
    response.end(invocation.payload);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    if (path.endsWith('/invocation/next')) {
      this.#waiting = response;
      this.#handOver();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(202).end();
      const payload = Buffer.concat(chunks).toString();
      if (path.endsWith('/init/error')) this.#end(`initialization failed: ${payload}`);
      this.#pending?.settle({ kind: path.endsWith('/response') ? 'answered' : 'failed', payload });
    });
  }
}
