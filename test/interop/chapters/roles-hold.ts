import * as z from 'zod';
import { findRole } from '../emulator-edges.ts';
import type { Call, Credentials } from '../ministack.ts';
import { deployment, type World } from '../world.ts';

const assumed = z.object({
  Credentials: z.looseObject({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() }),
});
const denied = z.object({ Denied: z.string() });

type FunctionRole = 'Ingest' | 'Remediate' | 'Sweep';

/** Each function's role, taken by the test, may do what the function does and is denied what the others do. */
export async function rolesHold(world: World): Promise<string> {
  const { allowed, forbidden } = callsOf(world);
  const wrong: string[] = [];
  for (const role of ['Ingest', 'Remediate', 'Sweep'] as const) {
    const as = await assume(world, role);
    const calls = [...allowed[role], ...forbidden[role]];
    const answers = await world.aws.calls(calls, as);
    for (const [index, call] of calls.entries()) {
      const answer = denied.safeParse(answers[index]);
      const isDenied = answer.success && /AccessDenied|NotAuthorized|AuthorizationError/.test(answer.data.Denied);
      const isForbidden = index >= allowed[role].length;
      if (isDenied !== isForbidden)
        wrong.push(`${role} is ${isDenied ? 'denied' : 'allowed'} ${call.slice(0, 2).join(' ')}`);
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const count = (calls: Readonly<Record<FunctionRole, readonly Call[]>>) => Object.values(calls).flat().length;
  return `${count(allowed)} calls allowed, ${count(forbidden)} denied`;
}

function callsOf({ stack }: World) {
  const TableName = stack.output('LedgerTable');
  const Key = { pk: { S: 'nothing' }, sk: { S: 'nothing' } };
  const token: Call = ['secretsmanager', 'get_secret_value', { SecretId: `airmend/${deployment.name}/token` }];
  const secret: Call = ['secretsmanager', 'get_secret_value', { SecretId: 'airmend/source/alertmanager' }];
  const readLedger: Call = ['dynamodb', 'get_item', { TableName, Key }];
  const deleteFromLedger: Call = ['dynamodb', 'delete_item', { TableName, Key }];
  const scanLedger: Call = ['dynamodb', 'scan', { TableName }];
  const due = { ':due': { S: 'DUE' } };
  const findDue: Call = [
    'dynamodb',
    'query',
    {
      TableName,
      IndexName: 'due',
      KeyConditionExpression: '#p = :due',
      ExpressionAttributeNames: { '#p': 'partition' },
      ExpressionAttributeValues: due,
    },
  ];
  const queue = { QueueUrl: stack.output('FailureQueue') };
  const send: Call = ['sqs', 'send_message', { ...queue, MessageBody: 'never taken' }];
  const receive: Call = ['sqs', 'receive_message', { ...queue, VisibilityTimeout: 0 }];
  const purge: Call = ['sqs', 'purge_queue', queue];
  const tell: Call = ['sns', 'publish', { TopicArn: stack.output('EscalationsTopic'), Message: 'never heard' }];
  const attributes: Call = ['sqs', 'get_queue_attributes', { ...queue, AttributeNames: ['QueueArn'] }];
  const allowed: Readonly<Record<FunctionRole, readonly Call[]>> = {
    Ingest: [secret],
    Remediate: [token, readLedger, attributes],
    Sweep: [readLedger, findDue],
  };
  const forbidden: Readonly<Record<FunctionRole, readonly Call[]>> = {
    Ingest: [token, readLedger, findDue, scanLedger, receive, purge, tell],
    Remediate: [secret, send, purge, deleteFromLedger, scanLedger],
    Sweep: [token, secret, receive, purge, tell, deleteFromLedger, scanLedger],
  };
  return { allowed, forbidden };
}

/** Lambda alone may take the roles: the account's root lets itself in too, as only it can. */
async function assume({ aws }: World, role: FunctionRole): Promise<Credentials> {
  const { RoleName, Arn: RoleArn } = await findRole(aws, role);
  const principals = [{ Service: 'lambda.amazonaws.com' }, { AWS: 'arn:aws:iam::000000000000:root' }];
  const Statement = principals.map((Principal) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await aws.call('iam', 'update_assume_role_policy', { RoleName, PolicyDocument });
  const answer = await aws.call('sts', 'assume_role', { RoleArn, RoleSessionName: 'interop' });
  return assumed.parse(answer).Credentials;
}
