import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ledgerTimes } from '../functions/runtime/ledger-times.ts';
import { type BundledDocuments, bundleFunctions, writeDocuments } from '../infra/bundle/bundle-functions.ts';
import { DocumentError, type LoadedDocuments, loadDocuments } from '../infra/bundle/load-documents.ts';
import { createDynamoLedger } from '../shared/adapters/dynamodb/ledger.ts';
import { apiAddressOf } from '../shared/core/config/deployment-config.ts';
import type { Ledger } from '../shared/ports/ledger.ts';
import type { AirflowModel } from './airflow-model/airflow-model.ts';
import type { AirflowEvent } from './airflow-model/world.ts';
import type { AirflowApi } from './airflow-server/airflow-server.ts';
import { type Door, openDoor } from './door.ts';
import { emulatorCredentials, emulatorRegion } from './emulators/credentials.ts';
import type { Simulated, SimulationOptions } from './kept-models.ts';
import { namesBaseUrl, withLocalAddresses } from './local-addresses.ts';
import { createSandboxSecrets } from './sandbox-secrets.ts';
import { type Service, startService } from './service.ts';
import { startSimulatedAirflow } from './simulated-airflow.ts';
import { startSimulatedAstro } from './simulated-astro.ts';
import { type SnsTopic, startSnsTopic } from './sns-topic.ts';
import { isMetricLine, parseFunctionLine } from './terminal/function-line.ts';
import type { View } from './terminal/view.ts';

export interface SandboxOptions {
  readonly configFile: string;
  readonly policyFile?: string | undefined;
  readonly secretsFile?: string | undefined;
  readonly keepFolder?: string | undefined;
  readonly port?: number | undefined;
  /** The API of what is simulated. */
  readonly api?: 'astro-core-v1alpha1' | AirflowApi | undefined;
  readonly view: View;
  readonly onAirflowEvent?: (deployment: string, event: AirflowEvent) => void;
  /** Fills a new simulated Airflow before time begins to pass in it. */
  readonly prepareModel?: (deployment: string, model: AirflowModel) => void;
  readonly visibilityTimeoutMs?: number | undefined;
}

/** The whole system on one machine. */
export interface Sandbox {
  readonly service: Service;
  /** Null: every deployment has a `baseUrl` of its own. */
  readonly astro: Simulated | null;
  readonly ledger: Ledger;
  readonly loaded: LoadedDocuments;
  /** The config as the functions have it: with the addresses of this machine. */
  readonly config: string;
  readonly door: Door;
  /** Null: no source listens to a topic. */
  readonly snsTopic: SnsTopic | null;
  /** What a sender of this source shares with Airmend here. */
  sourceSecret(source: string): string;
  /** Loads the policy file anew and deploys it. A bad one is refused and the old one stays. */
  takeOverPolicy(): void;
  stop(): Promise<void>;
}

/** Bundles the functions, starts their world and puts the secrets in place. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { configFile, policyFile, keepFolder, view } = options;
  const loaded = loadDocuments(configFile, policyFile);
  const secrets = createSandboxSecrets(loaded.config, options.secretsFile);
  if (keepFolder !== undefined) mkdirSync(keepFolder, { recursive: true });
  const astro = await simulateMissing(loaded, options);
  const snsTopic = await startTopicIfHeard(loaded);
  const config = withLocalAddresses(loaded.documents.config, { astro, snsTopic });
  const documents = { ...loaded.documents, config };
  const bundles = mkdtempSync(join(tmpdir(), 'airmend-sandbox-'));
  await bundleFunctions(bundles, documents);
  const service = await startService({
    bundles,
    keepFolder,
    port: options.port,
    sweepEveryMs: loaded.config.intervals.sweep,
    visibilityTimeoutMs: options.visibilityTimeoutMs,
    onLine: (line, functionName) => showLine(view, line, functionName),
  });
  secrets.putAll(service.secrets, astro?.tokens ?? new Map());
  const door = await openDoor({ functions: service.functions, models: astro?.models ?? new Map() });
  const client = new DynamoDBClient({
    endpoint: service.dynamoDb.url,
    region: emulatorRegion,
    credentials: emulatorCredentials,
  });
  const ledger = createDynamoLedger({
    client: DynamoDBDocumentClient.from(client),
    tableName: service.dynamoDb.tableName,
    ...ledgerTimes,
  });
  return {
    service,
    astro,
    ledger,
    loaded,
    config,
    door,
    snsTopic,
    sourceSecret: secrets.ofSource,
    takeOverPolicy: () => takeOverPolicy(options, { bundles, documents, service }),
    async stop() {
      await door.close();
      await service.stop();
      await astro?.close();
      await snsTopic?.close();
      client.destroy();
      rmSync(bundles, { recursive: true, force: true });
    },
  };
}

/** A deployment that names no API of its own gets a simulated one. */
async function simulateMissing(
  { config, documents }: LoadedDocuments,
  options: SandboxOptions,
): Promise<Simulated | null> {
  const deployments = Object.entries(config.deployments)
    .filter(([name]) => !namesBaseUrl(documents.config, name))
    .flatMap(([name, deployment]) => {
      const address = apiAddressOf(name, deployment);
      return address.kind === 'astro-core-v1alpha1' ? [{ ...address, name }] : [];
    });
  if (deployments.length === 0) return null;
  const { view, keepFolder, onAirflowEvent, prepareModel, api = 'astro-core-v1alpha1' } = options;
  const simulation: SimulationOptions = {
    deployments,
    keepFolder,
    prepareModel,
    onCall: (call) => view.call(call),
    onEvent: (deployment, event) => onAirflowEvent?.(deployment, event),
  };
  return api === 'astro-core-v1alpha1' ? startSimulatedAstro(simulation) : startSimulatedAirflow(api, simulation);
}

/** A source of SNS is sent to by a topic of this machine's own. */
async function startTopicIfHeard({ config }: LoadedDocuments): Promise<SnsTopic | null> {
  const isHeard = Object.values(config.sources).some(({ authentication }) => authentication.scheme === 'aws-sns');
  return isHeard ? startSnsTopic() : null;
}

function takeOverPolicy(
  { configFile, policyFile, view }: SandboxOptions,
  { bundles, documents, service }: { bundles: string; documents: BundledDocuments; service: Service },
): void {
  try {
    const { documents: changed } = loadDocuments(configFile, policyFile);
    writeDocuments(bundles, { config: documents.config, policy: changed.policy });
    service.redeploy();
    view.note('the changed policy is taken over');
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    view.note(`the changed policy does not load, the old one stays:\n${error.message}`);
  }
}

function showLine(view: View, line: string, functionName: string): void {
  const event = parseFunctionLine(line);
  if (event !== null) view.event(event);
  else if (line.trim() !== '' && !isMetricLine(line)) view.stray(line, functionName);
}
