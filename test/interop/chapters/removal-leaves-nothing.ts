import * as z from 'zod';
import type { LocalAws } from '../ministack.ts';
import type { World } from '../world.ts';

/** Where things could be left: the call that lists them, where the list stands, and what a thing is called by. */
const places = [
  ['cloudformation', 'describe_stacks', 'Stacks', 'StackName'],
  ['lambda', 'list_functions', 'Functions', 'FunctionName'],
  ['lambda', 'list_event_source_mappings', 'EventSourceMappings', 'UUID'],
  ['logs', 'describe_log_groups', 'logGroups', 'logGroupName'],
  ['dynamodb', 'list_tables', 'TableNames', null],
  ['sqs', 'list_queues', 'QueueUrls', null],
  ['sns', 'list_topics', 'Topics', 'TopicArn'],
  ['secretsmanager', 'list_secrets', 'SecretList', 'Name'],
  ['iam', 'list_roles', 'Roles', 'RoleName'],
  ['events', 'list_rules', 'Rules', 'Name'],
  ['cloudwatch', 'describe_alarms', 'MetricAlarms', 'AlarmName'],
  ['cloudwatch', 'list_dashboards', 'DashboardEntries', 'DashboardName'],
] as const;

/** With `removal: destroy`, `cdk destroy` leaves nothing but what `cdk bootstrap` made; the key goes after AWS's seven days. */
export async function removalLeavesNothing({ stack, aws }: World): Promise<string> {
  await stack.destroy();
  const answers = await aws.calls(places.map(([service, operation]) => [service, operation, {}]));
  const left = places.flatMap((place, index) => namesIn(answers[index], place));
  const foreign = left.filter((name) => !/^(CDKToolkit$|cdk-hnb659fds-|AWSServiceRole)/.test(name));
  const keys = await listLivingKeys(aws);
  if (foreign.length + keys.length > 0) throw new Error(`left behind: ${[...foreign, ...keys].join(', ')}`);
  return `nothing of ${places.length} kinds, and the key is to be deleted`;
}

function namesIn(answer: unknown, [, , list, key]: (typeof places)[number]): string[] {
  const things = z.array(z.unknown()).parse(z.record(z.string(), z.unknown()).parse(answer)[list] ?? []);
  return things.map((thing) => (key === null ? String(thing) : String(z.looseObject({}).parse(thing)[key])));
}

async function listLivingKeys(aws: LocalAws): Promise<string[]> {
  const listed = z.object({ Keys: z.array(z.looseObject({ KeyId: z.string() })) });
  const described = z.object({ KeyMetadata: z.looseObject({ KeyState: z.string(), Description: z.string() }) });
  const living: string[] = [];
  for (const { KeyId } of listed.parse(await aws.call('kms', 'list_keys', {})).Keys) {
    const { KeyMetadata } = described.parse(await aws.call('kms', 'describe_key', { KeyId }));
    if (KeyMetadata.KeyState !== 'PendingDeletion' && KeyMetadata.Description.startsWith('Airmend')) living.push(KeyId);
  }
  return living;
}
