import * as z from 'zod';
import type { DeployedStack } from './deployed-stack.ts';
import type { LocalAws } from './ministack.ts';

const roles = z.object({ Roles: z.array(z.looseObject({ RoleName: z.string(), Arn: z.string() })) });
const attributes = z.object({ Attributes: z.object({ QueueArn: z.string() }) });
const PolicyName = 'what-only-the-emulator-asks-for';

/** The role of a function, by the name that CloudFormation gave it. */
export async function findRole(aws: LocalAws, name: string): Promise<{ RoleName: string; Arn: string }> {
  const { Roles } = roles.parse(await aws.call('iam', 'list_roles', {}));
  const found = Roles.find(({ RoleName }) => RoleName.includes(`Airmend${name}Role`));
  if (found === undefined) throw new Error(`there is no role of ${name}`);
  return found;
}

/**
 * AWS lets who has `sqs:SendMessage` send a batch; MiniStack asks for `sqs:SendMessageBatch`, which IAM does not have. Those who may send
 * are given it here, beside what was deployed. Gives the way to take it back.
 */
export async function allowBatches(aws: LocalAws, stack: DeployedStack): Promise<() => Promise<void>> {
  const QueueUrl = stack.output('FailureQueue');
  const asked = await aws.call('sqs', 'get_queue_attributes', { QueueUrl, AttributeNames: ['QueueArn'] });
  const Resource = attributes.parse(asked).Attributes.QueueArn;
  const Statement = [{ Effect: 'Allow', Action: 'sqs:SendMessageBatch', Resource }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  const senders = [await findRole(aws, 'Ingest'), await findRole(aws, 'Sweep')];
  await aws.calls(senders.map(({ RoleName }) => ['iam', 'put_role_policy', { RoleName, PolicyName, PolicyDocument }]));
  return async () => {
    await aws.calls(senders.map(({ RoleName }) => ['iam', 'delete_role_policy', { RoleName, PolicyName }]));
  };
}
