import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

export interface SweepProps extends Pick<ServiceFunctionProps, 'bundles' | 'isDisposable'> {
  readonly queue: IQueue;
  readonly ledger: TableV2;
  readonly everyMs: number;
}

/** Queues what is due, on a schedule. It has no token and never calls Airflow. */
export class Sweep extends Construct {
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, { bundles, isDisposable, queue, ledger, everyMs }: SweepProps) {
    super(scope, id);
    const environment = { QUEUE_URL: queue.queueUrl, TABLE_NAME: ledger.tableName };
    this.function = new ServiceFunction(this, 'Sweep', { name: 'sweep', bundles, isDisposable, environment });
    this.function.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [ledger.tableArn]);
    this.function.allow(['dynamodb:Query'], [`${ledger.tableArn}/index/due`]);
    this.function.allow(['sqs:SendMessage'], [queue.queueArn]);
    // A sweep that fails is not tried again: the next one does the same.
    const target = new LambdaFunction(this.function.lambda, { retryAttempts: 0 });
    new Rule(this, 'Schedule', { schedule: Schedule.rate(scheduleOf(everyMs)), targets: [target] });
  }
}

/** EventBridge schedules whole minutes. */
function scheduleOf(everyMs: number): Duration {
  return Duration.minutes(Math.max(1, Math.round(everyMs / 60_000)));
}
