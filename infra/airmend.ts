import { CfnOutput } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type Config, tokenSecretOf } from '../shared/core/config/config.ts';
import { sharesSecret } from '../shared/core/config/source-config.ts';
import { Alarms } from './alarms/create-alarms.ts';
import { createDashboard } from './dashboard/create-dashboard.ts';
import { createEncryptionKey } from './encryption-key.ts';
import { FailureQueue } from './failure-queue.ts';
import { Ingest } from './ingest.ts';
import { createLedgerTable } from './ledger-table.ts';
import { findNetwork } from './network.ts';
import { Remediate } from './remediate.ts';
import { createSourceSecret, createTokenSecret } from './secrets.ts';
import type { Surroundings } from './surroundings.ts';
import { Sweep } from './sweep.ts';

export interface AirmendProps {
  /** As `loadDocuments` loaded it. */
  readonly config: Config;
  /** The folder that `bundleFunctions` filled. */
  readonly bundles: string;
}

/**
 * The whole service, to be placed in a stack of your own: `new Airmend(stack, 'Airmend', await prepareAirmend('airmend.config.json'))`.
 * Its parts are there to be built upon: alarms of your own on `failures`, subscriptions to `topic`.
 */
export class Airmend extends Construct {
  readonly key: IKey;
  readonly ingest: Ingest;
  readonly remediate: Remediate;
  readonly sweep: Sweep;
  readonly failures: FailureQueue;
  /** For people, by channel. */
  readonly topic: Topic;
  /** About Airmend itself; undefined where the config wants none. */
  readonly alarms: Alarms | undefined;

  constructor(scope: Construct, id: string, { config, bundles }: AirmendProps) {
    super(scope, id);
    const { aws, intervals } = config;
    const isDisposable = config.removal === 'destroy';
    this.key = createEncryptionKey(this, 'Key', { keyArn: aws.keyArn, isDisposable });
    const surroundings = { bundles, isDisposable, key: this.key, aws, network: findNetwork(this, aws.vpc) };
    this.failures = new FailureQueue(this, 'Failures', surroundings);
    const ledger = createLedgerTable(this, 'Ledger', surroundings);
    this.topic = new Topic(this, 'Escalations', { masterKey: this.key, enforceSSL: true });
    const { failures, topic } = this;
    const sourceSecretArns = this.#createSourceSecrets(config, surroundings);
    const tokenSecretArns = this.#createTokenSecrets(config, surroundings);
    this.ingest = new Ingest(this, 'Ingest', { ...surroundings, failures, sources: config.sources, sourceSecretArns });
    this.remediate = new Remediate(this, 'Remediate', { ...surroundings, failures, ledger, topic, tokenSecretArns });
    const { queue } = failures;
    this.sweep = new Sweep(this, 'Sweep', { ...surroundings, queue, ledger, everyMs: intervals.sweep });
    this.alarms = this.#watch(config, surroundings);
    this.#tellOutputs({
      LedgerTable: ledger.tableName,
      FailureQueue: queue.queueUrl,
      DeadLetterQueue: failures.deadLetters.queueUrl,
      IngestLogs: this.ingest.function.logGroup.logGroupName,
      RemediateLogs: this.remediate.function.logGroup.logGroupName,
      SweepLogs: this.sweep.function.logGroup.logGroupName,
      SweepSchedule: this.sweep.schedule.ruleName,
    });
  }

  #watch({ aws, intervals }: Config, surroundings: Surroundings): Alarms | undefined {
    const { failures, ingest, remediate, sweep } = this;
    const functions = {
      ingest: ingest.function.lambda,
      remediate: remediate.function.lambda,
      sweep: sweep.function.lambda,
    };
    const watched = { failures, functions };
    const alarms = aws.alarms
      ? new Alarms(this, 'Alarms', { ...surroundings, watched, sweepEveryMs: intervals.sweep })
      : undefined;
    if (aws.dashboard) createDashboard(this, 'Dashboard', { watched, alarms: alarms?.all ?? [] });
    return alarms;
  }

  #createTokenSecrets({ deployments }: Config, surroundings: Surroundings): string[] {
    return Object.entries(deployments).map(([deployment, settings]) =>
      createTokenSecret(this, `Token-${deployment}`, {
        ...surroundings,
        name: tokenSecretOf(deployment, settings),
        deployment,
      }),
    );
  }

  #createSourceSecrets({ sources }: Config, surroundings: Surroundings): string[] {
    return Object.entries(sources)
      .filter(([, settings]) => sharesSecret(settings))
      .map(([source, settings]) => createSourceSecret(this, `Source-${source}`, { ...surroundings, source, settings }));
  }

  /** What people need, and what the `airmend` command finds the installation by. */
  #tellOutputs(others: Readonly<Record<string, string>>): void {
    const { url, domainTarget } = this.ingest.edge;
    new CfnOutput(this, 'IngestUrl', { value: url, description: 'Senders post to <this URL><source name>' });
    if (domainTarget !== undefined)
      new CfnOutput(this, 'IngestDomainTarget', { value: domainTarget, description: 'Point the domain at this name' });
    new CfnOutput(this, 'EscalationsTopic', {
      value: this.topic.topicArn,
      description: 'Subscribe here, filtered on the message attribute `channel`',
    });
    if (this.alarms !== undefined)
      new CfnOutput(this, 'AlarmsTopic', {
        value: this.alarms.topic.topicArn,
        description: 'Subscribe who looks after Airmend itself',
      });
    for (const [name, value] of Object.entries(others)) new CfnOutput(this, name, { value });
  }
}
