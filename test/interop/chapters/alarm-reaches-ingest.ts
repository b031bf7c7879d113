import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { root } from '../../house/source-files.ts';
import { until, type World } from '../world.ts';

const rules = z.object({
  Rules: z.array(z.looseObject({ Name: z.string(), EventPattern: z.string().optional() })),
});
const taken = z.object({ FailedEntryCount: z.literal(0) });
const sample = z.looseObject({ 'detail-type': z.string(), detail: z.unknown() });

/**
 * A CloudWatch alarm about MWAA goes through EventBridge to ingest. Nobody may send an event as `aws.cloudwatch`, there as here:
 * the deployed rule is told to listen to another name, and its target, input and permission stay as deployed.
 */
export async function alarmReachesIngest(world: World): Promise<string> {
  const { aws } = world;
  const Source = 'interop.cloudwatch';
  const { Rules } = rules.parse(await aws.call('events', 'list_rules', {}));
  const rule = Rules.find(({ EventPattern }) => EventPattern?.includes('AmazonMWAA'));
  if (rule?.EventPattern === undefined) throw new Error('the rule was not deployed');
  const EventPattern = rule.EventPattern.replaceAll('aws.cloudwatch', Source);
  await aws.call('events', 'put_rule', { Name: rule.Name, EventPattern });
  const dagRunId = await world.failedRun('orders_elt');
  const { 'detail-type': DetailType, detail } = readSample();
  const entry = { Source, DetailType, Detail: JSON.stringify(detail) };
  taken.parse(await aws.call('events', 'put_events', { Entries: [entry] }));
  await until('the alarmed run recovers', () => world.isRecovered('orders_elt', dagRunId));
  return 'through the deployed rule and its transformer to ingest, and the run recovered';
}

/** As AWS writes one, of now. */
function readSample(): z.output<typeof sample> {
  const written = readFileSync(join(root, 'test/samples/eventbridge/01-mwaa-task-alarm.json'), 'utf8');
  const now = new Date().toISOString();
  return sample.parse(JSON.parse(written.replaceAll(/2026-08-01T02:15:03[^"\\]*/g, now)));
}
