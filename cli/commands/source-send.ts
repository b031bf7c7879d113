import type { Config } from '../../shared/core/config/config.ts';
import { deploymentIdOf } from '../../shared/core/config/deployment-config.ts';
import { sharesSecret } from '../../shared/core/config/source-config.ts';
import { loadConfig } from '../load-config.ts';
import { readInput } from '../read-input.ts';
import { readFailedTaskInstances, readSandboxConnection, type SandboxConnection } from '../sandbox-connection.ts';
import { type Destination, sendAlert } from '../senders/send-alert.ts';
import type { FailedTask } from '../senders/sender.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface SourceSendOptions {
  readonly deployment?: string;
  readonly dag?: string;
  readonly run?: string;
  readonly task?: string;
  readonly payload?: string;
  /** A deployed ingest; without one the running sandbox. */
  readonly url?: string;
  readonly secretFile?: string;
  readonly config?: string;
}

/** `airmend source send`: tells of a failed task as a sender of that kind would, and shows the answer. */
export async function sendSource(name: string, options: SourceSendOptions, terminal: Terminal): Promise<ExitCode> {
  const { destination, failed } =
    options.url === undefined ? await toSandbox(name, options) : toDeployed(name, options, options.url, terminal);
  const told = options.payload === undefined ? { failed } : { body: readInput(options.payload).text };
  const { status, body } = await sendAlert(destination, told, Date.now());
  const about =
    options.payload ?? [failed.dagId, failed.dagRunId, failed.taskId].filter((id) => id !== null).join(' / ');
  terminal.complain(terminal.colours.dim(`${destination.config.kind}, as ${destination.source}: ${about}`));
  terminal.write(`${status} ${body}`);
  return status >= 200 && status < 300 ? exitCodes.fine : exitCodes.faulty;
}

interface Addressed {
  readonly destination: Destination;
  readonly failed: FailedTask;
}

async function toSandbox(name: string, options: SourceSendOptions): Promise<Addressed> {
  const connection = readSandboxConnection();
  const destination = findInSandbox(connection, name);
  return { destination, failed: await findFailed(connection, options, destination.config.deployments) };
}

/** The source of that name, or the first of that kind. */
export function findInSandbox(
  { config, ingestUrl, doorUrl, sourceSecrets, topicKey }: SandboxConnection,
  name: string,
): Destination {
  const source = findSource(config, name);
  return {
    ...source,
    ingestUrl,
    invokeUrl: `${doorUrl}/2015-03-31/functions/ingest/invocations`,
    secret: sourceSecrets[source.source] ?? '',
    topicKey: topicKey ?? undefined,
  };
}

function findSource({ sources }: Config, name: string): Pick<Destination, 'source' | 'config'> {
  const all = Object.entries(sources);
  const [source, config] = all.find(([one]) => one === name) ?? all.find(([, { kind }]) => kind === name) ?? [];
  if (source !== undefined && config !== undefined) return { source, config };
  const known = all.map(([one, { kind }]) => (one === kind ? one : `${one} (${kind})`)).join(', ');
  throw new UsageError(`no source is named \`${name}\` or of that kind; configured are ${known || 'none'}`);
}

/** The newest failure that the options describe. What the simulated Airflows do not know, the options must say. */
export async function findFailed(
  connection: SandboxConnection,
  options: SourceSendOptions,
  allowed: readonly string[],
): Promise<FailedTask> {
  const { deployment: wanted, dag, run, task } = options;
  const found = (await readFailedTaskInstances(connection)).find(
    ({ deployment, dagId, dagRunId, taskId }) =>
      (wanted === undefined ? allowed.includes(deployment) : deployment === wanted) &&
      (dag ?? dagId) === dagId &&
      (run ?? dagRunId) === dagRunId &&
      (task ?? taskId) === taskId,
  );
  if (found === undefined) return describeFailed(connection.config, options, allowed);
  const { deployment, ...instance } = found;
  return { ...idsOf(connection.config, deployment), ...instance, error: sentBy };
}

function toDeployed(name: string, options: SourceSendOptions, url: string, terminal: Terminal): Addressed {
  const config = loadConfig(options.config, terminal);
  if (config === null) throw new UsageError('name the config that is deployed with --config');
  const source = findSource(config, name);
  if (!sharesSecret(source.config))
    throw new UsageError(
      `only AWS can send as \`${source.source}\`: it is proved by ${source.config.authentication.scheme}`,
    );
  if (options.secretFile === undefined)
    throw new UsageError('give the shared secret with --secret-file (- reads it from standard input)');
  const secret = readInput(options.secretFile).text.trim();
  const destination = { ...source, ingestUrl: url, invokeUrl: undefined, secret, topicKey: undefined };
  return { destination, failed: describeFailed(config, options, source.config.deployments) };
}

const sentBy = 'sent by `airmend source send`';

function describeFailed(config: Config, options: SourceSendOptions, allowed: readonly string[]): FailedTask {
  const { deployment = allowed[0] ?? '', dag, run = null, task = null, payload } = options;
  if (dag === undefined && payload === undefined)
    throw new UsageError('no failed task is known here: name one with --dag, --run and --task');
  const identity = { dagId: dag ?? '', dagRunId: run, taskId: task, mapIndex: null, tryNumber: null };
  return { ...idsOf(config, deployment), ...identity, error: sentBy, failedAt: Date.now() };
}

function idsOf(
  { deployments }: Config,
  name: string,
): Pick<FailedTask, 'organizationId' | 'workspaceId' | 'deploymentId'> {
  const deployment = Object.hasOwn(deployments, name) ? deployments[name] : undefined;
  if (deployment === undefined)
    throw new UsageError(`there is no deployment ${name}; there are ${Object.keys(deployments).join(', ')}`);
  const { organizationId = '', workspaceId = '' } = deployment;
  return { organizationId, workspaceId, deploymentId: deploymentIdOf(deployment) };
}
