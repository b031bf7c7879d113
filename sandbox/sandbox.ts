import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ledgerTimes } from '../functions/runtime/ledger-times.ts';
import { type BundledDocuments, bundleFunctions, writeDocuments } from '../infra/bundle/bundle-functions.ts';
import { DocumentError, type LoadedDocuments, loadDocuments } from '../infra/bundle/load-documents.ts';
import { createDynamoLedger } from '../shared/adapters/dynamodb/ledger.ts';
import { sourceSecretOf, tokenSecretOf } from '../shared/core/config/config.ts';
import type { Ledger } from '../shared/ports/ledger.ts';
import type { AirflowModel } from './airflow-model/airflow-model.ts';
import type { AirflowEvent } from './airflow-model/world.ts';
import { emulatorCredentials, emulatorRegion } from './emulators/credentials.ts';
import { type Service, startService } from './service.ts';
import { type SimulatedAstro, startSimulatedAstro } from './simulated-astro.ts';
import { parseFunctionLine } from './terminal/function-line.ts';
import type { View } from './terminal/view.ts';

export interface SandboxOptions {
  readonly configFile: string;
  readonly policyFile?: string | undefined;
  readonly secretsFile?: string | undefined;
  readonly keepFolder?: string | undefined;
  readonly port?: number | undefined;
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
  readonly astro: SimulatedAstro | null;
  readonly ledger: Ledger;
  readonly loaded: LoadedDocuments;
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
  const secrets = readSecrets(options.secretsFile);
  if (keepFolder !== undefined) mkdirSync(keepFolder, { recursive: true });
  const astro = await simulateMissing(loaded, options);
  const documents = { ...loaded.documents, config: withBaseUrl(loaded.documents.config, astro) };
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
  const sourceSecret = (source: string) =>
    secrets.get(sourceSecretName(loaded, source)) ?? `sandbox-secret-of-${source}`;
  putSecrets(service, loaded, { secrets, astro, sourceSecret });
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
    sourceSecret,
    takeOverPolicy: () => takeOverPolicy(options, { bundles, documents, service }),
    async stop() {
      await service.stop();
      await astro?.close();
      client.destroy();
      rmSync(bundles, { recursive: true, force: true });
    },
  };
}

const writtenConfig = z.looseObject({
  deployments: z.record(z.string(), z.looseObject({ baseUrl: z.string().optional() })),
});

/** A deployment that names no API of its own gets a simulated one. */
async function simulateMissing(
  { config, documents }: LoadedDocuments,
  options: SandboxOptions,
): Promise<SimulatedAstro | null> {
  const written = writtenConfig.parse(JSON.parse(documents.config));
  const deployments = Object.entries(config.deployments)
    .filter(([name]) => written.deployments[name]?.baseUrl === undefined)
    .map(([name, { organizationId, workspaceId, runtimeId }]) => ({ name, organizationId, workspaceId, runtimeId }));
  if (deployments.length === 0) return null;
  const { view, keepFolder, onAirflowEvent } = options;
  return startSimulatedAstro({
    deployments,
    keepFolder,
    prepareModel: options.prepareModel,
    onCall: (call) => view.call(call),
    onEvent: (deployment, event) => onAirflowEvent?.(deployment, event),
  });
}

function withBaseUrl(canonical: string, astro: SimulatedAstro | null): string {
  if (astro === null) return canonical;
  const written = writtenConfig.parse(JSON.parse(canonical));
  const deployments = Object.fromEntries(
    Object.entries(written.deployments).map(([name, deployment]) => [
      name,
      astro.models.has(name) ? { ...deployment, baseUrl: astro.url } : deployment,
    ]),
  );
  return JSON.stringify({ ...written, deployments });
}

function putSecrets(
  service: Service,
  loaded: LoadedDocuments,
  {
    secrets,
    astro,
    sourceSecret,
  }: { secrets: ReadonlyMap<string, string>; astro: SimulatedAstro | null; sourceSecret: (source: string) => string },
): void {
  for (const [name, deployment] of Object.entries(loaded.config.deployments)) {
    service.secrets.put(tokenSecretOf(name, deployment), astro?.tokens.get(name) ?? null);
  }
  for (const source of Object.keys(loaded.config.sources))
    service.secrets.put(sourceSecretName(loaded, source), sourceSecret(source));
  for (const [name, value] of secrets) service.secrets.put(name, value);
}

function sourceSecretName({ config }: LoadedDocuments, source: string): string {
  const settings = Object.hasOwn(config.sources, source) ? config.sources[source] : undefined;
  return settings === undefined ? source : sourceSecretOf(source, settings);
}

/** Names and values, as a JSON object; a value that is an object itself is kept as JSON. */
function readSecrets(file: string | undefined): ReadonlyMap<string, string> {
  if (file === undefined) return new Map();
  const parsed = z
    .record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))
    .safeParse(readJson(file));
  if (!parsed.success)
    throw new DocumentError(
      `${file} is not a JSON object of secret names and values\nhelp: write it like {"airmend/production/token": "…"}`,
    );
  return new Map(
    Object.entries(parsed.data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
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
  else if (line.trim() !== '') view.stray(line, functionName);
}
