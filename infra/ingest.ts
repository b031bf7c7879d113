import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Config } from '../shared/core/config/config.ts';
import { remembersDeliveries } from '../shared/core/sources/authentication/remembers-deliveries.ts';
import { Edge } from './edge.ts';
import { createAlarmRule } from './event-rule.ts';
import type { FailureQueue } from './failure-queue.ts';
import { createReplayCacheTable } from './replay-cache-table.ts';
import { ServiceFunction } from './service-function.ts';
import type { Surroundings } from './surroundings.ts';

export interface IngestProps extends Surroundings {
  readonly failures: FailureQueue;
  readonly sources: Config['sources'];
  readonly sourceSecretArns: readonly string[];
}

/**
 * Takes alerts from outside: the only part with a public address. It may send to the queue and read the sources' secrets,
 * and where a source's deliveries have ids, remember those.
 */
export class Ingest extends Construct {
  readonly edge: Edge;
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { failures, sources, sourceSecretArns, key, aws } = props;
    const { queue } = failures;
    const isReplayed = remembersDeliveries(Object.values(sources));
    const replays = isReplayed ? createReplayCacheTable(this, 'Replays', key) : undefined;
    const environment = {
      QUEUE_URL: queue.queueUrl,
      ...(replays === undefined ? {} : { REPLAY_TABLE_NAME: replays.tableName }),
    };
    const reservedConcurrency = aws.ingestConcurrency;
    this.function = new ServiceFunction(this, 'Ingest', { ...props, name: 'ingest', environment, reservedConcurrency });
    this.function.allow('SendReports', ['sqs:SendMessage'], [queue.queueArn]);
    if (sourceSecretArns.length > 0)
      this.function.allow('ReadSourceSecrets', ['secretsmanager:GetSecretValue'], sourceSecretArns);
    if (replays !== undefined) this.#rememberDeliveries(replays);
    this.function.allowKeyThrough([
      'sqs',
      ...(sourceSecretArns.length > 0 ? (['secretsmanager'] as const) : []),
      ...(replays === undefined ? [] : (['dynamodb'] as const)),
    ]);
    this.#listenToEvents(sources, failures);
    this.edge = new Edge(this, 'Edge', { ...props, ingest: this.function.live });
  }

  #rememberDeliveries({ tableArn }: Table): void {
    this.function.allow('RememberDeliveries', ['dynamodb:GetItem', 'dynamodb:PutItem'], [tableArn]);
  }

  /** What AWS invokes and can't be taken is tried twice again, and kept. */
  #listenToEvents(sources: Config['sources'], { deadLetters }: FailureQueue): void {
    const invoked = Object.entries(sources).filter(([, { kind }]) => kind === 'eventbridge');
    if (invoked.length === 0) return;
    this.function.handleFailedEvents({ retryAttempts: 2, keptIn: deadLetters });
    const ingest = this.function.live;
    for (const [source] of invoked) createAlarmRule(this, `Events-${source}`, { source, ingest, deadLetters });
  }
}
