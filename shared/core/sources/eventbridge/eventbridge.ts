import * as z from 'zod';
import { readCloudWatchAlarm } from '../cloudwatch-alarm.ts';
import { draftReport } from '../report-draft.ts';
import { type Alerts, defineSource, nothing, reportsOf } from '../source.ts';
import type { SourceKind } from '../source-kinds.ts';

const event = z.looseObject({
  'detail-type': z.string(),
  source: z.string(),
  id: z.string().optional(),
  time: z.unknown().optional(),
  region: z.unknown().optional(),
  account: z.unknown().optional(),
  resources: z.array(z.unknown()).optional(),
  detail: z.record(z.string(), z.unknown()),
});

const metric = z.looseObject({
  metricStat: z.looseObject({ metric: z.looseObject({ dimensions: z.unknown().optional() }) }).optional(),
});
const alarm = z.looseObject({
  alarmName: z.string(),
  state: z.looseObject({ value: z.string(), reason: z.unknown().optional(), timestamp: z.unknown().optional() }),
  configuration: z
    .looseObject({ description: z.unknown().optional(), metrics: z.array(z.unknown()).optional() })
    .optional(),
});

/** CloudWatch allows ten metrics in an alarm. */
const metricsMax = 20;

/** Amazon EventBridge: a rule invokes the function, IAM proves it. */
export const eventbridge = defineSource({
  kind: 'eventbridge',
  title: 'Amazon EventBridge',
  schemes: ['iam'],
  givesUpOn4xx: false,
  payload: event,
  normalize: (written) => readEvent('eventbridge', written),
});

/** The event in a body that something else carried; undefined if it is none. */
export function readEventBridgeEvent(kind: SourceKind, body: unknown): Alerts | undefined {
  const parsed = event.safeParse(body);
  return parsed.success ? readEvent(kind, parsed.data) : undefined;
}

function readEvent(kind: SourceKind, written: z.output<typeof event>): Alerts {
  const asAlarm = alarm.safeParse(written.detail);
  return asAlarm.success ? readAlarm(kind, written, asAlarm.data) : readDetail(kind, written);
}

function readAlarm(
  kind: SourceKind,
  { resources, region, account, time }: z.output<typeof event>,
  { alarmName, state, configuration }: z.output<typeof alarm>,
): Alerts {
  const [arn] = resources ?? [];
  const draft = readCloudWatchAlarm(kind, {
    state: state.value,
    reason: state.reason,
    changedAt: state.timestamp ?? time,
    arn: typeof arn === 'string' ? arn : alarmName,
    description: configuration?.description,
    dimensions: (configuration?.metrics ?? []).slice(0, metricsMax).map(dimensionsOf),
    labels: { alarmName, region, account },
  });
  return draft === null ? nothing(`an alarm in state ${state.value} is no failure`) : reportsOf([draft]);
}

/** An event of somebody's own: a failure if its fields name a DAG and no other state. */
function readDetail(kind: SourceKind, written: z.output<typeof event>): Alerts {
  const { detail, id, time, source } = written;
  const draft = draftReport(kind, {
    fields: [detail],
    texts: [detail['message'], detail['error']],
    error: [detail['error'], detail['message']],
    occurredAt: [detail['timestamp'], time],
    labels: { 'detail-type': written['detail-type'], source },
    alertId: id,
    resolved: false,
  });
  const isFailure = draft.dagId !== null && (draft.state === null || draft.state === 'failed');
  return isFailure ? reportsOf([draft]) : nothing('the event is no alarm and names no failed DAG');
}

function dimensionsOf(written: unknown): unknown {
  return metric.safeParse(written).data?.metricStat?.metric.dimensions;
}
