import { DocumentError, loadDocuments } from '../../infra/bundle/load-documents.ts';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { createSecretsManager } from '../../shared/adapters/secrets-manager/secrets-manager.ts';
import type { Config } from '../../shared/core/config/config.ts';
import type { Policy } from '../../shared/core/policy/policy.ts';
import { createConnect } from '../doctor/connect-airflow.ts';
import { examine } from '../doctor/doctor.ts';
import type { Finding } from '../doctor/finding.ts';
import type { Installation, Part } from '../doctor/installation.ts';
import { renderFindings } from '../doctor/render-findings.ts';
import { type LedgerOptions, openLedger } from '../open-ledger.ts';
import { openQueues, type QueueOptions } from '../open-queues.ts';
import { parseRun } from '../run-argument.ts';
import { readSandboxConnection } from '../sandbox-connection.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface DoctorOptions extends LedgerOptions, QueueOptions {
  readonly config?: string;
  readonly policy?: string;
  readonly run?: string;
  readonly json?: boolean;
}

const configFileDefault = 'airmend.config.json';

/** `airmend doctor`: looks at a deployed installation, or a running sandbox, from all sides, and says how to mend what is wrong. */
export async function doctor(options: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
  const loaded = loadOrFind(options);
  const findings = 'finding' in loaded ? [loaded.finding] : await examineOpened(options, loaded);
  const isBroken = findings.some(({ level }) => level === 'bad');
  if (options.json === true) terminal.write(JSON.stringify({ ok: !isBroken, findings }));
  else renderFindings(findings, terminal);
  return isBroken ? exitCodes.faulty : exitCodes.fine;
}

interface Documents {
  readonly config: Config;
  readonly policy: Policy;
}

/** A document that does not load is the first finding, and the last: nothing else can be looked at without it. */
function loadOrFind(options: DoctorOptions): Documents | { readonly finding: Finding } {
  try {
    return loadInstalled(options);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const mend = 'correct it: `airmend policy check` looks at the policy alone';
    return { finding: { check: 'config', about: null, level: 'bad', says: error.message, mend } };
  }
}

/** A running sandbox says itself what it was started with: its config holds the addresses of this machine. */
function loadInstalled({ sandbox, config, policy }: DoctorOptions): Documents {
  if (sandbox !== true) return loadDocuments(config ?? configFileDefault, policy);
  const connection = readSandboxConnection();
  const { policy: deployed } = loadDocuments(connection.configFile, policy ?? connection.policyFile);
  return { config: connection.config, policy: deployed };
}

async function examineOpened(options: DoctorOptions, documents: Documents): Promise<Finding[]> {
  const sandbox = options.sandbox === true ? readSandboxConnection() : null;
  const ledger = attempt(() => openLedger(options));
  const queues = attempt(() => openQueues(options));
  const secrets = createSecretsManager(
    sandbox === null ? {} : { endpoint: sandbox.secretsUrl, region: emulatorRegion, credentials: emulatorCredentials },
  );
  const installation: Installation = {
    ...documents,
    ledger: ledger.ok ? { ok: true, value: ledger.value.ledger } : ledger,
    queues,
    secrets,
    connect: createConnect(documents.config, secrets),
    run: options.run === undefined ? null : parseRun(options.run, ''),
    now: Date.now(),
  };
  try {
    return await examine(installation);
  } finally {
    if (ledger.ok) ledger.value.close();
    if (queues.ok) queues.value.client.destroy();
  }
}

/** A part that nothing names is a finding, not the end. */
function attempt<Value>(open: () => Value): Part<Value> {
  try {
    return { ok: true, value: open() };
  } catch (error) {
    if (error instanceof UsageError) return { ok: false, why: error.message };
    throw error;
  }
}
