import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

export const statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.union([z.unknown(), z.array(z.unknown())]),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});

export type Statement = z.output<typeof statement>;

const policy = z.looseObject({
  Properties: z.looseObject({ PolicyDocument: z.looseObject({ Statement: z.array(statement) }) }),
});
const keyPolicy = z.looseObject({
  Properties: z.looseObject({ KeyPolicy: z.looseObject({ Statement: z.array(statement) }) }),
});

/** What a function's role may do. */
export function statementsOfRole(template: Template, name: 'Ingest' | 'Remediate' | 'Sweep'): Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(`Airmend${name}`))
    .flatMap(([, found]) => policy.parse(found).Properties.PolicyDocument.Statement);
}

export function statementsOfKey(template: Template): Statement[] {
  return Object.values(template.findResources('AWS::KMS::Key')).flatMap(
    (found) => keyPolicy.parse(found).Properties.KeyPolicy.Statement,
  );
}

/** One statement in one line: `TakeFromQueue: sqs:ReceiveMessage on AirmendFailuresQueue.Arn`. */
export function renderStatement({ Sid, Effect, Action, Resource, Condition }: Statement): string {
  const denies = Effect === 'Deny' ? 'DENY ' : '';
  const resources = [Resource].flat().map(renderValue).join(', ');
  const where = Condition === undefined ? '' : ` if ${renderValue(Condition)}`;
  return `${Sid}: ${denies}${[Action].flat().join(', ')} on ${resources}${where}`;
}

/** CloudFormation's functions as text; logical ids without their hash. */
export function renderValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(renderValue).join(' or ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value).map(renderMember).join(' and ');
}

function renderMember([key, value]: [string, unknown]): string {
  if (key === 'Ref') return nameOf(String(value));
  if (key === 'Fn::GetAtt' && Array.isArray(value)) return `${nameOf(String(value[0]))}.${value[1]}`;
  if (key === 'Fn::Join' && Array.isArray(value)) return [value[1]].flat().map(renderValue).join(String(value[0]));
  return `${key}: ${renderValue(value)}`;
}

function nameOf(logicalId: string): string {
  return logicalId.replace(/^AWS::/, '$').replace(/[0-9A-F]{8}$/, '');
}
