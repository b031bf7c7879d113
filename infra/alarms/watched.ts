import { type Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type MetricName, metricDimension, metricNamespace, metrics } from '../../shared/core/metrics/metrics.ts';
import type { FailureQueue } from '../failure-queue.ts';
import type { FunctionName } from '../service-settings.ts';
import type { AlarmReading } from './alarms.ts';

/** What alarms and dashboard read of. */
export interface Watched {
  readonly failures: FailureQueue;
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
}

/** A metric of Airmend's own, of this stack. */
export function ownMetric(scope: Construct, metricName: MetricName, period: Duration, statistic?: string): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { [metricDimension]: Stack.of(scope).stackName },
    statistic: statistic ?? metrics[metricName].statistic,
    period,
  });
}

export function readMetric(
  scope: Construct,
  reading: AlarmReading,
  period: Duration,
  { failures, functions }: Watched,
): Metric {
  if (reading.of === 'airmend') return ownMetric(scope, reading.metric, period, reading.statistic);
  if (reading.of === 'queue') return queueMetric(failures.queue, reading.metric, period);
  if (reading.of === 'deadLetters') return queueMetric(failures.deadLetters, reading.metric, period);
  return functionMetric(functions[reading.of], reading.metric, period);
}

function queueMetric({ queueName }: IQueue, metricName: string, period: Duration): Metric {
  return new Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: queueName },
    statistic: 'Maximum',
    period,
  });
}

export function functionMetric({ functionName }: IFunction, metricName: string, period: Duration): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionName },
    statistic: 'Sum',
    period,
  });
}
