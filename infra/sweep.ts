import { Duration, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ServiceFunction } from './service-function.ts';
import type { Surroundings } from './surroundings.ts';

export interface SweepProps extends Surroundings {
  readonly queue: IQueue;
  readonly ledger: Table;
  readonly everyMs: number;
}

/** Queues what is due, on a schedule. It has no token and never calls Airflow. */
export class Sweep extends Construct {
  readonly function: ServiceFunction;
  readonly schedule: Rule;

  constructor(scope: Construct, id: string, props: SweepProps) {
    super(scope, id);
    const { queue, ledger, everyMs } = props;
    const environment = { QUEUE_URL: queue.queueUrl, TABLE_NAME: ledger.tableName };
    this.function = new ServiceFunction(this, 'Sweep', { ...props, name: 'sweep', environment });
    this.function.allow(
      'LeaseWork',
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      [ledger.tableArn],
    );
    this.function.allow('FindDueWork', ['dynamodb:Query'], [`${ledger.tableArn}/index/due`]);
    this.function.allow('QueueDueWork', ['sqs:SendMessage'], [queue.queueArn]);
    this.function.allowKeyThrough(['sqs', 'dynamodb']);
    // Neither EventBridge nor Lambda tries a sweep again that failed, or keeps one that found no room.
    const target = new LambdaFunction(this.function.live, { retryAttempts: 0 });
    const failed = this.function.handleFailedEvents({ retryAttempts: 0, ageSecondsMax: 60, keptIn: null });
    this.schedule = new Rule(this, 'Schedule', { schedule: Schedule.rate(scheduleOf(everyMs)), targets: [target] });
    const reason = 'A sweep that fails is not tried again and not kept: the next one does the same.';
    Validations.of(this.schedule).acknowledge({ id: 'Serverless-EventBusDLQ', reason });
    Validations.of(failed).acknowledge({ id: 'Serverless-LambdaAsyncFailureDestination', reason });
  }
}

/** EventBridge schedules whole minutes. */
function scheduleOf(everyMs: number): Duration {
  return Duration.minutes(Math.max(1, Math.round(everyMs / 60_000)));
}
