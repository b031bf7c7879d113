import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import type { Config } from '../shared/core/config/config.ts';
import { remembersDeliveries } from '../shared/core/sources/authentication/remembers-deliveries.ts';
import { createAlarmRule } from './event-rule.ts';
import type { FailureQueue } from './failure-queue.ts';
import { createReplayCacheTable } from './replay-cache-table.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

export interface IngestProps extends Pick<ServiceFunctionProps, 'bundles' | 'isDisposable'> {
  readonly failures: FailureQueue;
  readonly sources: Config['sources'];
  readonly sourceSecretArns: readonly string[];
}

/**
 * Takes alerts from outside: the only part with a public address. It may send to the queue and read the sources' secrets,
 * and where a source's deliveries have ids, remember those.
 */
export class Ingest extends Construct {
  readonly url: string;
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { bundles, isDisposable, failures, sources, sourceSecretArns } = props;
    const { queue } = failures;
    const replays = remembersDeliveries(Object.values(sources)) ? createReplayCacheTable(this, 'Replays') : undefined;
    const environment = {
      QUEUE_URL: queue.queueUrl,
      ...(replays === undefined ? {} : { REPLAY_TABLE_NAME: replays.tableName }),
    };
    this.function = new ServiceFunction(this, 'Ingest', { name: 'ingest', bundles, isDisposable, environment });
    this.function.allow(['sqs:SendMessage'], [queue.queueArn]);
    if (sourceSecretArns.length > 0) this.function.allow(['secretsmanager:GetSecretValue'], sourceSecretArns);
    if (replays !== undefined) this.allowReplays(replays);
    this.listenToEvents(sources, failures);
    // Every sender authenticates by its source's own scheme inside the function: alerting tools can't sign for IAM.
    this.url = this.function.lambda.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
  }

  private allowReplays({ tableArn }: TableV2): void {
    this.function.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [tableArn]);
  }

  /** What AWS invokes and can't be taken is tried twice again, and kept. */
  private listenToEvents(sources: Config['sources'], { deadLetters }: FailureQueue): void {
    const invoked = Object.entries(sources).filter(([, { kind }]) => kind === 'eventbridge');
    if (invoked.length === 0) return;
    const { lambda } = this.function;
    lambda.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(deadLetters) });
    for (const [source] of invoked) createAlarmRule(this, `Events-${source}`, { source, ingest: lambda });
  }
}
