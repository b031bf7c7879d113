import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Hands the CloudWatch alarms of MWAA's metrics to ingest, as the alarms of one source; what can't be handed over is kept.
 * Rules for other events are the team's own, with the same input.
 */
export function createAlarmRule(
  scope: Construct,
  id: string,
  props: { source: string; ingest: IFunction; deadLetters: IQueue },
): Rule {
  const { source, ingest, deadLetters } = props;
  const event = RuleTargetInput.fromObject({ airmendSource: source, event: EventField.fromPath('$') });
  return new Rule(scope, id, {
    description: `MWAA's alarms, as Airmend's source ${source}`,
    eventPattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      detail: { configuration: { metrics: { metricStat: { metric: { namespace: ['AmazonMWAA'] } } } } },
    },
    targets: [new LambdaFunction(ingest, { event, deadLetterQueue: deadLetters })],
  });
}
