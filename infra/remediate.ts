import { Duration, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FailureQueue } from './failure-queue.ts';
import { ServiceFunction } from './service-function.ts';
import { serviceSettings } from './service-settings.ts';
import type { Surroundings } from './surroundings.ts';

export interface RemediateProps extends Surroundings {
  readonly failures: FailureQueue;
  readonly ledger: Table;
  readonly topic: ITopic;
  readonly tokenSecretArns: readonly string[];
}

/** Looks at runs: the only function with Airflow tokens. It may not send to the queue it is fed from. */
export class Remediate extends Construct {
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, props: RemediateProps) {
    super(scope, id);
    const { failures, ledger, topic, tokenSecretArns } = props;
    const { queue, deadLetters } = failures;
    const environment = {
      TABLE_NAME: ledger.tableName,
      TOPIC_ARN: topic.topicArn,
      DEAD_LETTER_QUEUE_URL: deadLetters.queueUrl,
    };
    this.function = new ServiceFunction(this, 'Remediate', { ...props, name: 'remediate', environment });
    this.function.allow('TakeFromQueue', takeActions, [queue.queueArn]);
    this.function.allow('ParkWhatIsForeign', ['sqs:SendMessage'], [deadLetters.queueArn]);
    this.function.allow('KeepLedger', ledgerActions, [ledger.tableArn]);
    this.function.allow('NameWaitingRuns', ['dynamodb:Query'], [`${ledger.tableArn}/index/due`]);
    this.function.allow('TellPeople', ['sns:Publish'], [topic.topicArn]);
    this.function.allow('ReadTokens', ['secretsmanager:GetSecretValue'], tokenSecretArns);
    this.function.allowKeyThrough(['sqs', 'sns', 'secretsmanager', 'dynamodb']);
    this.#feedFrom(failures);
  }

  #feedFrom({ queue }: FailureQueue): void {
    const { batchSize, batchWindowMs, concurrencyMax } = serviceSettings.remediate;
    const mapping = new EventSourceMapping(this, 'Queue', {
      target: this.function.live,
      eventSourceArn: queue.queueArn,
      batchSize,
      maxBatchingWindow: Duration.millis(batchWindowMs),
      // Not reserved concurrency: throttled receives would eat the messages' receive counts.
      maxConcurrency: concurrencyMax,
      reportBatchItemFailures: true,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'A queue has no such destination: what fails five times goes to its dead-letter queue.',
    });
  }
}

const takeActions = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
] as const;

const ledgerActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'] as const;
