import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { alertmanagerPayload } from '../../sandbox/scenario/alertmanager-payload.ts';
import type { SimulatedAstro } from '../../sandbox/simulated-astro.ts';
import { createDynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import type { Incident } from '../../shared/core/incident/incident.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { DeployedStack } from './deployed-stack.ts';
import type { LocalAws } from './ministack.ts';

export const deployment = {
  name: 'production',
  organizationId: 'organization',
  workspaceId: 'workspace',
  runtimeId: 'runtime-interop',
};

/** What the chapters share: the deployed stack, the Airflow it looks after, and its ledger. */
export interface World {
  readonly aws: LocalAws;
  readonly stack: DeployedStack;
  readonly sqs: SQSClient;
  readonly ledger: Ledger;
  /** A DAG whose first try fails, and a run of it that has failed. Its run's id. */
  failedRun(dagId: string): Promise<string>;
  /** Posts an alert of a failed run to the deployed URL. */
  alert(dagId: string, dagRunId: string): Promise<void>;
  isRecovered(dagId: string, dagRunId: string): boolean;
  /** The incident of a run once it is closed. */
  closed(dagId: string, dagRunId: string): Promise<Incident>;
}

/** The local account's root. */
const rootCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };

const limitMs = 200_000;
const dayMs = 24 * 3_600_000;

export async function openWorld(aws: LocalAws, stack: DeployedStack, astro: SimulatedAstro): Promise<World> {
  const settings = { endpoint: aws.endpoint, region: emulatorRegion, credentials: rootCredentials };
  const ledger = createDynamoLedger({
    client: DynamoDBDocumentClient.from(new DynamoDBClient(settings)),
    tableName: stack.output('LedgerTable'),
    keepClosedMs: dayMs,
    keepLooksMs: dayMs,
  });
  const secret = await shareSecrets(aws, astro);
  const model = astro.models.get(deployment.name);
  if (model === undefined) throw new Error('there is no simulated Airflow');
  const runOf = (dagId: string, dagRunId: string) => model.findRun(dagId, dagRunId);
  const failed = [
    { result: 'failed', how: 'exception', log: ['Task failed with exception'] },
    { result: 'success' },
  ] as const;
  return {
    aws,
    stack,
    sqs: new SQSClient(settings),
    ledger,
    async failedRun(dagId) {
      const dagRunId = `scheduled__${new Date().toISOString()}`;
      const tasks = [
        { taskId: 'load', outcomes: [...failed] },
        { taskId: 'report', upstream: ['load'] },
      ];
      model.addDag({ dagId, tasks }, Date.now());
      model.triggerRun({ dagId, dagRunId, logicalAt: Date.now() }, Date.now());
      await until(`${dagId} fails`, () => runOf(dagId, dagRunId)?.state === 'failed');
      return dagRunId;
    },
    alert: (dagId, dagRunId) => postAlert(aws, stack.output('IngestUrl'), secret, { dagId, dagRunId }),
    isRecovered: (dagId, dagRunId) => runOf(dagId, dagRunId)?.state === 'success',
    async closed(dagId, dagRunId) {
      const run = { deploymentId: deployment.runtimeId, dagId, dagRunId };
      const read = async () => (await ledger.readIncident(run))?.item;
      await until(`the incident of ${dagId} closes`, async () => (await read())?.closing != null);
      const incident = await read();
      if (incident === undefined) throw new Error('the incident went away');
      return incident;
    },
  };
}

/** A person puts the token; the sender's secret was generated at deploy. */
async function shareSecrets(aws: LocalAws, astro: SimulatedAstro): Promise<string> {
  const token = astro.tokens.get(deployment.name);
  await aws.call('secretsmanager', 'put_secret_value', { SecretId: 'airmend/production/token', SecretString: token });
  const read = await aws.call('secretsmanager', 'get_secret_value', { SecretId: 'airmend/source/alertmanager' });
  return z.object({ SecretString: z.string() }).parse(read).SecretString;
}

/** As senders do, it posts again after a 503. The local AWS serves a Function URL under a path: `/_aws/lambda-url/<url id>/…`. */
async function postAlert(
  aws: LocalAws,
  functionUrl: string,
  secret: string,
  about: { dagId: string; dagRunId: string },
): Promise<void> {
  const urlId = new URL(functionUrl).hostname.split('.')[0];
  const more = { taskId: 'load', mapIndex: -1, tryNumber: 1, deploymentId: deployment.runtimeId, error: 'failed' };
  const url = `${aws.endpoint}/_aws/lambda-url/${urlId}/alertmanager`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
  const body = alertmanagerPayload({ ...about, ...more, at: Date.now() });
  await until(`the deployed URL takes the alert of ${about.dagId}`, async () => {
    const answer = await fetch(url, { method: 'POST', headers, body });
    if (answer.status !== 202 && answer.status !== 503)
      throw new Error(`the deployed URL answered ${answer.status}: ${await answer.text()}`);
    return answer.status === 202;
  });
}

export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const startedAt = Date.now();
  while (!(await condition())) {
    if (Date.now() - startedAt > limitMs) throw new Error(`not within ${limitMs / 1_000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
