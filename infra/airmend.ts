import { CfnOutput } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type Config, tokenSecretOf } from '../shared/core/config/config.ts';
import { sharesSecret } from '../shared/core/config/source-config.ts';
import { FailureQueue } from './failure-queue.ts';
import { Ingest } from './ingest.ts';
import { createLedgerTable } from './ledger-table.ts';
import { Remediate } from './remediate.ts';
import { createSourceSecret, createTokenSecret } from './secrets.ts';
import { Sweep } from './sweep.ts';

export interface AirmendProps {
  /** As `loadDocuments` loaded it. */
  readonly config: Config;
  /** The folder that `bundleFunctions` filled. */
  readonly bundles: string;
}

/** The whole service, to be placed in a stack of your own: `new Airmend(stack, 'Airmend', { config, bundles })`. */
export class Airmend extends Construct {
  readonly ingest: Ingest;
  readonly remediate: Remediate;
  readonly sweep: Sweep;
  readonly failures: FailureQueue;
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { config, bundles }: AirmendProps) {
    super(scope, id);
    const isDisposable = config.removal === 'destroy';
    const shared = { bundles, isDisposable };
    this.failures = new FailureQueue(this, 'Failures');
    const ledger = createLedgerTable(this, 'Ledger', { isDisposable });
    this.topic = new Topic(this, 'Escalations', { enforceSSL: true });
    const tokenSecretArns = Object.entries(config.deployments).map(([deployment, settings]) =>
      createTokenSecret(this, `Token-${deployment}`, {
        name: tokenSecretOf(deployment, settings),
        deployment,
        isDisposable,
      }),
    );
    const sourceSecretArns = Object.entries(config.sources)
      .filter(([, settings]) => sharesSecret(settings))
      .map(([source, settings]) => createSourceSecret(this, `Source-${source}`, { source, settings, isDisposable }));
    const { failures } = this;
    const { queue } = failures;
    const { sources } = config;
    this.ingest = new Ingest(this, 'Ingest', { ...shared, failures, sources, sourceSecretArns });
    this.remediate = new Remediate(this, 'Remediate', {
      ...shared,
      failures,
      ledger,
      topic: this.topic,
      tokenSecretArns,
    });
    this.sweep = new Sweep(this, 'Sweep', { ...shared, queue, ledger, everyMs: config.intervals.sweep });
    new CfnOutput(this, 'IngestUrl', {
      value: this.ingest.url,
      description: 'Senders post to <this URL><source name>',
    });
    new CfnOutput(this, 'EscalationsTopic', {
      value: this.topic.topicArn,
      description: 'Subscribe here, filtered on the message attribute `channel`',
    });
    new CfnOutput(this, 'LedgerTable', { value: ledger.tableName });
    new CfnOutput(this, 'DeadLetterQueue', { value: this.failures.deadLetters.queueUrl });
  }
}
