import * as z from 'zod';
import { isSnsUrl } from '../authentication/aws-sns.ts';
import { parseBoundedText } from '../bounded-json.ts';
import { readCloudWatchAlarm } from '../cloudwatch-alarm.ts';
import { readEventBridgeEvent } from '../eventbridge/eventbridge.ts';
import { toEntries } from '../fields.ts';
import { draftReport } from '../report-draft.ts';
import { type Alerts, defineSource, nothing, reportsOf } from '../source.ts';

const payload = z.looseObject({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().optional(),
  MessageAttributes: z.record(z.string(), z.looseObject({ Value: z.unknown().optional() })).optional(),
});

const dimensions = z.unknown().optional();
const alarm = z.looseObject({
  AlarmName: z.string(),
  AlarmArn: z.string().optional(),
  AlarmDescription: z.unknown().optional(),
  NewStateValue: z.string(),
  NewStateReason: z.unknown().optional(),
  StateChangeTime: z.unknown().optional(),
  Region: z.unknown().optional(),
  AWSAccountId: z.unknown().optional(),
  Trigger: z
    .looseObject({
      Dimensions: dimensions,
      Metrics: z.array(z.unknown()).optional(),
    })
    .optional(),
});

const metric = z.looseObject({
  MetricStat: z.looseObject({ Metric: z.looseObject({ Dimensions: dimensions }) }).optional(),
});
/** CloudWatch allows ten metrics in an alarm. */
const metricsMax = 20;

/** Amazon SNS over HTTPS: CloudWatch alarms, events of EventBridge, and messages with fields or an identity key. */
export const awsSns = defineSource({
  kind: 'aws-sns',
  title: 'Amazon SNS',
  schemes: ['aws-sns'],
  contentTypes: ['text/plain', 'application/json'],
  givesUpOn4xx: true,
  payload,
  normalize(message) {
    if (message.Type === 'SubscriptionConfirmation') return confirm(message.SubscribeURL);
    if (message.Type === 'UnsubscribeConfirmation') return nothing('the subscription was ended by somebody');
    const parsed = parseBoundedText(message.Message);
    const content = parsed.ok ? parsed.value : message.Message;
    const asAlarm = alarm.safeParse(content);
    if (asAlarm.success) return readAlarm(asAlarm.data);
    return readEventBridgeEvent('aws-sns', content) ?? readMessage(message, content);
  },
});

/** The signature and the topic are proved by now; the URL is part of what is signed. */
function confirm(url: string | undefined): Alerts {
  if (url === undefined || !isConfirmation(url)) return nothing('the URL to subscribe at is not of SNS');
  return { ...nothing('the subscription is confirmed'), confirmAt: url };
}

function isConfirmation(text: string): boolean {
  return isSnsUrl(text) && new URL(text).searchParams.get('Action') === 'ConfirmSubscription';
}

function readAlarm(written: z.output<typeof alarm>): Alerts {
  const {
    AlarmName,
    AlarmArn,
    AlarmDescription,
    NewStateValue,
    NewStateReason,
    StateChangeTime,
    Region,
    AWSAccountId,
    Trigger,
  } = written;
  const draft = readCloudWatchAlarm('aws-sns', {
    state: NewStateValue,
    reason: NewStateReason,
    changedAt: StateChangeTime,
    arn: AlarmArn,
    description: AlarmDescription,
    dimensions: [Trigger?.Dimensions, ...(Trigger?.Metrics ?? []).slice(0, metricsMax).map(dimensionsOf)],
    labels: { AlarmName, Region, AWSAccountId },
  });
  return draft === null ? nothing(`an alarm in state ${NewStateValue} is no failure`) : reportsOf([draft]);
}

function readMessage(
  { MessageId, Subject, Timestamp, MessageAttributes = {} }: z.output<typeof payload>,
  content: unknown,
): Alerts {
  const attributes = Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]);
  const said = new Map(toEntries(content));
  const texts = typeof content === 'string' ? [content, Subject] : [said.get('message'), said.get('error'), Subject];
  const draft = draftReport('aws-sns', {
    fields: [content, attributes],
    texts,
    error: typeof content === 'string' ? [content] : [said.get('error'), said.get('message'), Subject],
    occurredAt: [said.get('timestamp'), Timestamp],
    labels: { Subject },
    alertId: MessageId,
    resolved: false,
  });
  return draft.dagId === null && draft.deploymentId === null
    ? nothing('the message is no alarm and names no DAG')
    : reportsOf([draft]);
}

function dimensionsOf(written: unknown): unknown {
  return metric.safeParse(written).data?.MetricStat?.Metric.Dimensions;
}
