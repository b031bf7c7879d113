import { type Sender, toIso, toTitle } from './sender.ts';

/** A CloudWatch alarm of MWAA's metrics: they know DAG and task, never a run. The signature is added when it is signed. */
export const awsSns: Sender = {
  kind: 'aws-sns',
  contentType: 'text/plain; charset=UTF-8',
  compose: (failed, { id, now, topicArn = '' }) => ({
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    Subject: `ALARM: "${toTitle(failed)}"`,
    Message: JSON.stringify({
      AlarmName: toTitle(failed),
      AlarmDescription: failed.error,
      AWSAccountId: '000000000000',
      NewStateValue: 'ALARM',
      NewStateReason: 'Threshold Crossed: 1 datapoint was greater than the threshold (0.0).',
      StateChangeTime: toIso(failed.failedAt),
      Region: 'US East (N. Virginia)',
      AlarmArn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${id}`,
      OldStateValue: 'OK',
      Trigger: {
        MetricName: 'TaskInstanceFinished',
        Namespace: 'AmazonMWAA',
        Dimensions: [
          { name: 'DAG', value: failed.dagId },
          { name: 'Task', value: failed.taskId ?? 'All' },
          { name: 'State', value: 'failed' },
        ],
      },
    }),
    Timestamp: toIso(now),
  }),
};
