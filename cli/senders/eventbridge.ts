import { type Sender, toIso, toTitle } from './sender.ts';

/** A CloudWatch alarm of MWAA's metrics, as a rule hands it on. */
export const eventbridge: Sender = {
  kind: 'eventbridge',
  compose: (failed, { id }) => ({
    version: '0',
    id,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '000000000000',
    time: toIso(failed.failedAt),
    region: 'us-east-1',
    resources: [`arn:aws:cloudwatch:us-east-1:000000000000:alarm:${id}`],
    detail: {
      alarmName: toTitle(failed),
      configuration: { description: failed.error, metrics: [{ id: 'm1', metricStat: toMetricStat(failed) }] },
      previousState: { value: 'OK' },
      state: { value: 'ALARM', reason: failed.error, timestamp: toIso(failed.failedAt) },
    },
  }),
};

function toMetricStat({ dagId, taskId }: Parameters<Sender['compose']>[0]) {
  const dimensions = { DAG: dagId, Task: taskId ?? 'All', State: 'failed' };
  return { metric: { namespace: 'AmazonMWAA', name: 'TaskInstanceFinished', dimensions }, period: 60, stat: 'Sum' };
}
