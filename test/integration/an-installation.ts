import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ledgerTimes } from '../../functions/runtime/ledger-times.ts';
import type { Call } from '../../sandbox/api-host/call.ts';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { startDynamoDb } from '../../sandbox/emulators/dynamodb.ts';
import { startSecretsManager } from '../../sandbox/emulators/secrets-manager.ts';
import { startSqsSns } from '../../sandbox/emulators/sqs-sns.ts';
import { startSimulatedAstro } from '../../sandbox/simulated-astro.ts';
import { createDynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { type Control, newControl } from '../../shared/core/incident/control.ts';
import { swapControl } from '../../shared/look/swap.ts';

const access = { region: emulatorRegion, credentials: emulatorCredentials };
export const ids = { organizationId: 'o', workspaceId: 'w', runtimeId: 'runtime-1' };
export const failedRun = 'manual__2026-11-25T01:00:00+00:00';
const minuteMs = 60_000;

/** What a command finds with `--sandbox`: the emulators and a simulated Astro, and none of the functions. Changes the working folder. */
export async function anInstallation() {
  const calls: Call[] = [];
  const startedAt = Date.now() - 10 * minuteMs;
  const [dynamoDb, sqsSns, secrets, astro] = await Promise.all([
    startDynamoDb(),
    startSqsSns({ visibilityTimeoutSeconds: 5, receiveCountMax: 2 }),
    startSecretsManager(),
    startSimulatedAstro({
      deployments: [{ name: 'production', ...ids }],
      onCall: (call) => void calls.push(call),
      onEvent: () => {},
      prepareModel: (_name, model) => {
        model.addDag(
          { dagId: 'etl', tasks: [{ taskId: 'load', outcomes: [{ result: 'failed', how: 'exception' }] }] },
          startedAt,
        );
        model.triggerRun({ dagId: 'etl', dagRunId: failedRun, logicalAt: startedAt }, startedAt);
      },
    }),
  ]);
  const sqs = new SQSClient({ ...access, endpoint: sqsSns.url });
  const client = new DynamoDBClient({ ...access, endpoint: dynamoDb.url });
  const documents = DynamoDBDocumentClient.from(client);
  const ledger = createDynamoLedger({ client: documents, tableName: dynamoDb.tableName, ...ledgerTimes });
  const token = astro.tokens.get('production') ?? '';
  const before = process.cwd();
  process.chdir(mkdtempSync(join(tmpdir(), 'airmend-installation-')));
  mkdirSync('.airmend');

  const deployment = { ...ids, baseUrl: astro.url, dags: ['etl'] };
  /** Leaves word of where everything is, as a running sandbox does. */
  const announce = (changed: { deployment?: object; policy?: object } = {}) => {
    const config = {
      version: 1,
      deployments: { production: { ...deployment, ...changed.deployment } },
      sources: {
        airmend: { kind: 'airmend', deployments: ['production'], authentication: { scheme: 'bearer' } },
      },
      channels: { oncall: {} },
    };
    const rule = {
      name: 'lost',
      match: { failureClass: ['worker-lost'] },
      plan: [{ clear: {} }, { escalate: 'oncall' }],
    };
    const policy = {
      version: 1,
      mode: 'enforce',
      rules: [rule],
      otherwise: [{ escalate: 'oncall' }],
      ...changed.policy,
    };
    writeFileSync('airmend.config.json', JSON.stringify(config));
    writeFileSync('airmend.policy.json', JSON.stringify(policy));
    const connection = {
      tableName: dynamoDb.tableName,
      dynamoDbUrl: dynamoDb.url,
      sqsUrl: sqsSns.url,
      queueUrl: sqsSns.queue.url,
      deadLettersUrl: sqsSns.deadLetters.url,
      secretsUrl: secrets.url,
      ingestUrl: 'http://127.0.0.1:1',
      doorUrl: 'http://127.0.0.1:1',
      configFile: 'airmend.config.json',
      policyFile: 'airmend.policy.json',
      config,
      sourceSecrets: {},
      topicKey: null,
    };
    writeFileSync('.airmend/sandbox.json', JSON.stringify(connection));
  };
  return {
    astro,
    calls,
    ledger,
    secrets,
    sqs,
    sqsSns,
    token,
    announce,
    /** Everything as it should be. */
    async makeWell() {
      announce();
      secrets.put('airmend/production/token', token);
      secrets.put('airmend/source/airmend', 'a-shared-secret');
      await setControl({ adoptedAt: Date.now() - minuteMs });
    },
    setControl,
    async stop() {
      process.chdir(before);
      sqs.destroy();
      client.destroy();
      await Promise.all([dynamoDb.close(), sqsSns.close(), secrets.close(), astro.close()]);
    },
  };

  async function setControl(changed: Partial<Control>): Promise<void> {
    await swapControl(ledger, ids.runtimeId, () => ({ ...newControl(ids.runtimeId), ...changed }));
  }
}
