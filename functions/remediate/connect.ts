import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { createDynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { createLogJournal } from '../../shared/adapters/powertools/journal.ts';
import { createMetricsJournal } from '../../shared/adapters/powertools/metrics.ts';
import { createCachedSecrets } from '../../shared/adapters/secrets-manager/cached-secrets.ts';
import { createSecretsManager } from '../../shared/adapters/secrets-manager/secrets-manager.ts';
import { createSnsNotifier } from '../../shared/adapters/sns/notifier.ts';
import { createSqsParkingQueue } from '../../shared/adapters/sqs/parking-queue.ts';
import { type Config, defaultChannelOf } from '../../shared/core/config/config.ts';
import { ConfigError } from '../../shared/core/config/config-error.ts';
import { type DeploymentConfig, deploymentIdOf } from '../../shared/core/config/deployment-config.ts';
import { toLookSettings } from '../../shared/core/config/intervals.ts';
import type { LookInput } from '../../shared/core/decide/look-input.ts';
import { createDecidingPolicy } from '../../shared/core/policy/deciding-policy.ts';
import { parsePolicy } from '../../shared/core/policy/parse-policy.ts';
import type { LookWorld } from '../../shared/look/look-world.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { Journal } from '../../shared/ports/journal.ts';
import type { CachedSecrets } from '../../shared/ports/secrets.ts';
import { readBundledConfig, readBundledFile } from '../runtime/bundled-files.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { ledgerTimes } from '../runtime/ledger-times.ts';
import { connectAirflow } from './connect-airflow.ts';
import { createRemediate, type QueuedMessage } from './remediate.ts';

/** A token is read anew this often; while Secrets Manager is away, the known one is used for a while longer. */
const secretTimes = { ttlMs: 5 * 60_000, staleForMs: 60 * 60_000 } as const;

/** Days before its end from which a token is warned of. */
const expiringDays = 14;

const variables = { TABLE_NAME: z.string().min(1), TOPIC_ARN: z.string().min(1), DEAD_LETTER_QUEUE_URL: z.url() };

/** Connects the remediate function to its world: environment and bundle in, adapters made once, one message handler out. */
export function connect(
  environment: NodeJS.ProcessEnv,
  bundle: URL,
  metrics: Metrics,
): { remediate: (message: QueuedMessage) => Promise<void>; logger: Logger } {
  const { TABLE_NAME, TOPIC_ARN, DEAD_LETTER_QUEUE_URL } = readEnvironment(environment, variables);
  const config = readBundledConfig(bundle);
  const logger = new Logger({ serviceName: 'airmend-remediate' });
  const journal = createMetricsJournal(metrics, createLogJournal(logger));
  const ledger = createDynamoLedger({
    client: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    tableName: TABLE_NAME,
    ...ledgerTimes,
  });
  const shared = {
    ledger,
    journal,
    notifier: createSnsNotifier({ client: new SNSClient({}), topicArn: TOPIC_ARN }),
    policy: loadBundledPolicy(bundle, config),
    decide: async (input: LookInput) => (await import('../../shared/core/decide/decide.ts')).decide(input),
    settings: toLookSettings(config.intervals),
    clock: Date.now,
    newId: randomUUID,
  };
  const secrets = createCachedSecrets({ secrets: createSecretsManager(), ...secretTimes, now: Date.now });
  const worldOf = createWorlds(config, shared, (name, deployment, deadlineAt) =>
    connectWatched({ secrets, config, journal }, { name, deployment, deadlineAt }),
  );
  const parking = createSqsParkingQueue({ client: new SQSClient({}), queueUrl: DEAD_LETTER_QUEUE_URL });
  return { remediate: createRemediate({ ledger, parking, journal, clock: Date.now, worldOf }), logger };
}

function loadBundledPolicy(bundle: URL, config: Config) {
  const parsed = parsePolicy({
    text: readBundledFile(bundle, 'airmend.policy.json'),
    channels: Object.keys(config.channels),
  });
  if (parsed.ok) return createDecidingPolicy(parsed.policy);
  throw new ConfigError(
    `the policy in the bundle does not load (${parsed.diagnostics[0]?.message}): build and deploy it again`,
  );
}

type Connect = (name: string, deployment: DeploymentConfig, deadlineAt: () => number) => Promise<Airflow>;

/** One world per deployment, made at its first message and kept while warm; only the deadline changes with the invocation. */
function createWorlds(config: Config, shared: Omit<LookWorld, 'airflow' | 'deployment'>, connectTo: Connect) {
  const worlds = new Map<string, Promise<LookWorld>>();
  let deadline = Number.POSITIVE_INFINITY;
  const createWorld = async (name: string, deployment: DeploymentConfig): Promise<LookWorld> => {
    const { mode, airflowUrl } = deployment;
    const deploymentId = deploymentIdOf(deployment);
    const facts = { name, deploymentId, mode, airflowUrl, defaultChannel: defaultChannelOf(config) };
    return { ...shared, airflow: await connectTo(name, deployment, () => deadline), deployment: facts };
  };
  return (name: string, deadlineAt: number): Promise<LookWorld> | undefined => {
    deadline = deadlineAt;
    const deployment = Object.hasOwn(config.deployments, name) ? config.deployments[name] : undefined;
    if (deployment === undefined) return undefined;
    const world = worlds.get(name) ?? createWorld(name, deployment);
    worlds.set(name, world);
    return world;
  };
}

function connectWatched(
  { secrets, config, journal }: { secrets: CachedSecrets; config: Config; journal: Journal },
  { name, deployment, deadlineAt }: { name: string; deployment: DeploymentConfig; deadlineAt: () => number },
): Promise<Airflow> {
  return connectAirflow({
    name,
    deployment,
    secrets,
    deadlineAt,
    requestLimitMs: config.intervals.request,
    warnDays: Number.POSITIVE_INFINITY,
    onExpiring: ({ daysLeft }) =>
      journal.note({
        event: daysLeft < expiringDays ? 'token-expiring' : 'token-good',
        deployment: name,
        daysLeft,
      }),
  });
}
