import { mkdirSync, rmSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { DocumentError } from '../infra/bundle/load-documents.ts';
import { curlLines } from './curl-lines.ts';
import { describeSandbox } from './describe-sandbox.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { createScenarioRun } from './scenario/run-scenario.ts';
import { parseStartOptions, type StartOptions } from './start-options.ts';
import { createJsonView } from './terminal/json-view.ts';
import { createTerminalView } from './terminal/terminal-view.ts';
import type { View } from './terminal/view.ts';
import { untilIdle } from './until-idle.ts';

const scenarioConfig = fileURLToPath(new URL('scenario/airmend.config.json', import.meta.url));
const policyPollMs = 500;

/** `npm start`: exit status 0 only if everything ended as the scenario expects, or the sandbox was told to stop. */
async function start(options: StartOptions): Promise<number> {
  const view = createView(options);
  const scenario = options.config === undefined ? createScenarioRun(view) : null;
  const sandbox = await startSandbox({
    configFile: options.config ?? scenarioConfig,
    policyFile: options.policy,
    secretsFile: options.secrets,
    keepFolder: options.keep,
    port: options.port,
    api: options.api,
    view,
    ...(scenario === null ? {} : { onAirflowEvent: scenario.onAirflowEvent, prepareModel: scenario.prepareModel }),
  });
  const stopped = untilSignal();
  watchPolicy(sandbox);
  announce(sandbox);
  view.ready({ ingestUrl: sandbox.service.ingestUrl, astroUrl: sandbox.astro?.url ?? null, curl: curlLines(sandbox) });
  try {
    return await run(options, { sandbox, view, scenario, stopped });
  } finally {
    unwatchFile(sandbox.loaded.policyFile);
    rmSync(sandboxFile, { force: true });
    await sandbox.stop();
  }
}

interface Running {
  readonly sandbox: Sandbox;
  readonly view: View;
  readonly scenario: ReturnType<typeof createScenarioRun> | null;
  readonly stopped: Promise<void>;
}

async function run(options: StartOptions, { sandbox, view, scenario, stopped }: Running): Promise<number> {
  if (scenario === null) {
    await (options.untilIdle ? Promise.race([untilIdle(sandbox.ledger), stopped]) : stopped);
    return 0;
  }
  const isAsExpected = await Promise.race([scenario.play(sandbox), stopped.then(() => true)]);
  if (!options.json && process.stdout.isTTY) {
    view.note('the night is over; the sandbox stays up until Ctrl-C, and takes alerts:');
    for (const line of curlLines(sandbox)) view.note(line);
    await stopped;
  }
  return isAsExpected ? 0 : 1;
}

function createView({ json }: StartOptions): View {
  const isTerminal = process.stdout.isTTY;
  const write = (line: string) => void process.stdout.write(`${isTerminal ? line : stripVTControlCharacters(line)}\n`);
  return json ? createJsonView(write) : createTerminalView(write);
}

/** Lets `airmend … --sandbox`, started in the same folder, find everything. It holds secrets: for its owner only. */
function announce(sandbox: Sandbox): void {
  mkdirSync(dirname(sandboxFile), { recursive: true });
  rmSync(sandboxFile, { force: true });
  writeFileSync(sandboxFile, JSON.stringify(describeSandbox(sandbox)), { mode: 0o600 });
}

const sandboxFile = '.airmend/sandbox.json';

function watchPolicy(sandbox: Sandbox): void {
  watchFile(sandbox.loaded.policyFile, { interval: policyPollMs }, (now, before) => {
    if (now.mtimeMs !== before.mtimeMs && now.mtimeMs > 0) sandbox.takeOverPolicy();
  });
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

// Whoever reads us may leave first, like `head`.
process.stdout.on('error', () => process.exit(0));

try {
  process.exitCode = await start(parseStartOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof DocumentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
