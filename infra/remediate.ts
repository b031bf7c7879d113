import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FailureQueue } from './failure-queue.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';
import { serviceSettings } from './service-settings.ts';

export interface RemediateProps extends Pick<ServiceFunctionProps, 'bundles' | 'isDisposable'> {
  readonly failures: FailureQueue;
  readonly ledger: TableV2;
  readonly topic: ITopic;
  readonly tokenSecretArns: readonly string[];
}

/** Looks at runs: the only function with Airflow tokens. It may not send to the queue it is fed from. */
export class Remediate extends Construct {
  readonly function: ServiceFunction;

  constructor(
    scope: Construct,
    id: string,
    { bundles, isDisposable, failures, ledger, topic, tokenSecretArns }: RemediateProps,
  ) {
    super(scope, id);
    const environment = {
      TABLE_NAME: ledger.tableName,
      TOPIC_ARN: topic.topicArn,
      DEAD_LETTER_QUEUE_URL: failures.deadLetters.queueUrl,
    };
    this.function = new ServiceFunction(this, 'Remediate', { name: 'remediate', bundles, isDisposable, environment });
    this.function.allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
      [ledger.tableArn],
    );
    this.function.allow(['sns:Publish'], [topic.topicArn]);
    this.function.allow(['sqs:SendMessage'], [failures.deadLetters.queueArn]);
    this.function.allow(['secretsmanager:GetSecretValue'], tokenSecretArns);
    const { batchSize, batchWindowMs, concurrencyMax } = serviceSettings.remediate;
    this.function.lambda.addEventSource(
      new SqsEventSource(failures.queue, {
        batchSize,
        maxBatchingWindow: Duration.millis(batchWindowMs),
        // Not reserved concurrency: throttled receives would eat the messages' receive counts.
        maxConcurrency: concurrencyMax,
        reportBatchItemFailures: true,
      }),
    );
  }
}
