import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { alertmanagerPayload } from '../../sandbox/scenario/alertmanager-payload.ts';
import { startSimulatedAstro } from '../../sandbox/simulated-astro.ts';
import { root } from '../house/source-files.ts';
import { type LocalAws, startLocalAws } from './ministack.ts';

/** `npm run test:interop`: the stack is deployed to a local AWS, unchanged, and an alert at its URL ends in a recovered task. */
const deployment = {
  name: 'production',
  organizationId: 'organization',
  workspaceId: 'workspace',
  runtimeId: 'runtime-interop',
};
const dagRunId = 'scheduled__2026-11-24T00:00:00+00:00';
const limitMs = 240_000;

async function interop(): Promise<void> {
  const aws = await startLocalAws();
  if (aws === null) return;
  const astro = await startSimulatedAstro({ deployments: [deployment], onCall: () => {}, onEvent: () => {} });
  try {
    const outputs = deploy(aws, astro.url);
    say(`deployed: ${Object.keys(outputs).length} outputs`);
    const secrets = new SecretsManagerClient({
      endpoint: aws.endpoint,
      region: emulatorRegion,
      credentials: emulatorCredentials,
    });
    await secrets.send(
      new PutSecretValueCommand({
        SecretId: 'airmend/production/token',
        SecretString: astro.tokens.get('production') ?? '',
      }),
    );
    const { SecretString: secret } = await secrets.send(
      new GetSecretValueCommand({ SecretId: 'airmend/source/alertmanager' }),
    );
    const model = astro.models.get('production');
    if (model === undefined || secret === undefined) throw new Error('the simulated Airflow or the secret is missing');
    await new Promise((resolve) => setTimeout(resolve, adoptionMs));
    model.addDag(
      {
        dagId: 'etl',
        tasks: [
          {
            taskId: 'load',
            outcomes: [
              { result: 'failed', how: 'exception', log: ['Task failed with exception'] },
              { result: 'success' },
            ],
          },
          { taskId: 'report', upstream: ['load'] },
        ],
      },
      Date.now(),
    );
    model.triggerRun({ dagId: 'etl', dagRunId, logicalAt: Date.now() }, Date.now());
    await until('the task fails', () => model.findRun('etl', dagRunId)?.state === 'failed');
    await postAlert(aws, findOutput(outputs, 'IngestUrl'), secret);
    await until('the task is cleared and its run recovers', () => model.findRun('etl', dagRunId)?.state === 'success');
    const tries = model
      .listTaskInstances('etl', dagRunId)
      ?.map(({ taskId, tryNumber, state }) => `${taskId} ${state} at try ${tryNumber}`);
    say(`recovered: ${tries?.join(', ')}`);
  } finally {
    aws.stop();
    await astro.close();
  }
}

/** The schedule sweeps once a minute; the first sweep adopts the deployment. */
const adoptionMs = 75_000;

function deploy(aws: LocalAws, astroUrl: string): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'airmend-interop-'));
  const configFile = join(folder, 'airmend.config.json');
  const { name, ...ids } = deployment;
  const source = { kind: 'alertmanager', deployments: [name], authentication: { scheme: 'bearer' } };
  const intervals = { debounce: '2s', covered: '1s', freshHint: '5s', lookCadence: ['5s'] };
  writeFileSync(
    configFile,
    JSON.stringify({
      version: 1,
      deployments: { [name]: { ...ids, baseUrl: astroUrl } },
      sources: { alertmanager: source },
      channels: { oncall: {} },
      intervals,
      removal: 'destroy',
    }),
  );
  const rule = { name: 'all', match: { dagId: [{ exists: true }] }, plan: [{ clear: {} }, { escalate: 'oncall' }] };
  writeFileSync(
    join(folder, 'airmend.policy.json'),
    JSON.stringify({ version: 1, mode: 'enforce', rules: [rule], otherwise: [{ escalate: 'oncall' }] }),
  );
  const cdk = (...args: string[]) =>
    execFileSync(join(root, 'node_modules/.bin/cdk'), [...args, '--no-notices', '--output', join(folder, 'cdk.out')], {
      cwd: root,
      env: { ...process.env, ...aws.environment },
      stdio: 'pipe',
    });
  cdk('bootstrap', 'aws://000000000000/us-east-1', '-c', `config=${configFile}`);
  const outputsFile = join(folder, 'outputs.json');
  cdk('deploy', '--require-approval', 'never', '-c', `config=${configFile}`, '--outputs-file', outputsFile);
  return JSON.parse(readFileSync(outputsFile, 'utf8')).Airmend;
}

function findOutput(outputs: Record<string, string>, name: string): string {
  const found = Object.entries(outputs).find(([key]) => key.includes(name));
  if (found === undefined) throw new Error(`the stack has no output ${name}`);
  return found[1];
}

/** The local AWS serves a Function URL under a path: `/_aws/lambda-url/<url id>/…`. */
async function postAlert(aws: LocalAws, functionUrl: string, secret: string): Promise<void> {
  const urlId = new URL(functionUrl).hostname.split('.')[0];
  const about = {
    dagId: 'etl',
    dagRunId,
    taskId: 'load',
    mapIndex: -1,
    tryNumber: 1,
    deploymentId: deployment.runtimeId,
    error: 'failed',
    at: Date.now(),
  };
  const answer = await fetch(`${aws.endpoint}/_aws/lambda-url/${urlId}/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: alertmanagerPayload(about),
  });
  if (answer.status !== 202) throw new Error(`the deployed URL answered ${answer.status}: ${await answer.text()}`);
  say(`alert taken: ${await answer.text()}`);
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const startedAt = Date.now();
  while (!condition()) {
    if (Date.now() - startedAt > limitMs) throw new Error(`not within ${limitMs / 1_000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  say(`seen after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s: ${what}`);
}

function say(text: string): void {
  process.stdout.write(`interop: ${text}\n`);
}

await interop();
