import { functionNames, serviceSettings } from '../../infra/service-settings.ts';
import type { Usage } from './measure/usage.ts';
import { assumptions, prices } from './prices.ts';

export const services = ['Lambda', 'DynamoDB', 'SQS', 'CloudWatch', 'Secrets Manager', 'KMS', 'SNS'] as const;
export type Service = (typeof services)[number];

/** US dollars by service. */
export type Cost = Readonly<Record<Service, number>>;

/** What a stack has that costs by the month. */
export interface FixedParts {
  readonly secrets: number;
  readonly keys: number;
  readonly alarms: number;
  readonly dashboards: number;
  /** Series of custom metrics that were written. */
  readonly metrics: number;
}

/** What requests and invocations cost, in the order of `services`. */
export function priceUsage(usage: Usage): Cost {
  const { requests, functions, readUnits, writeUnits } = usage;
  const count = (...operations: string[]) => operations.reduce((sum, operation) => sum + (requests[operation] ?? 0), 0);
  const secretCalls = count('GetSecretValue');
  return {
    Lambda: functionNames.reduce((sum, name) => sum + priceInvocations(usage, name), 0),
    DynamoDB: writeUnits * prices.dynamoDb.writeUnit + readUnits * prices.dynamoDb.readUnit,
    SQS: count('SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteMessageBatch') * prices.sqsRequest,
    CloudWatch: functionNames.reduce((sum, name) => sum + priceLogs(functions[name]), 0),
    'Secrets Manager': secretCalls * prices.secretsManager.call,
    // A secret is decrypted each time it is read.
    KMS: secretCalls * prices.kms.request,
    SNS: count('Publish') * prices.sns.publish,
  };
}

/** Lambda bills the time it waits as the time it works. */
function priceInvocations({ functions }: Usage, name: (typeof functionNames)[number]): number {
  const { invocations, cpuMs, waits } = functions[name];
  const { memoryMb } = serviceSettings[name];
  const workMs = cpuMs * Math.max(1, assumptions.wholeProcessorMb / memoryMb);
  const billedSeconds = (workMs + waits * assumptions.apiCallMs) / 1_000;
  return invocations * prices.lambda.request + billedSeconds * (memoryMb / 1_024) * prices.lambda.gbSecond;
}

function priceLogs({ logLines, logBytes }: Usage['functions']['ingest']): number {
  const bytes = logBytes + logLines * assumptions.logLineBytes;
  return (bytes / 1e9) * prices.cloudWatch.logGb;
}

/** What stands there costs, whether anything fails or not: a month. */
export function priceFixed({ secrets, keys, alarms, dashboards, metrics }: FixedParts): Cost {
  const { alarmMonth, dashboardMonth, metricMonth } = prices.cloudWatch;
  return {
    ...noCost,
    SQS: assumptions.idlePolls * prices.sqsRequest,
    CloudWatch: alarms * alarmMonth + dashboards * dashboardMonth + metrics * metricMonth,
    'Secrets Manager': secrets * prices.secretsManager.secretMonth,
    KMS: keys * prices.kms.keyMonth + assumptions.idleKeyRequests * prices.kms.request,
  };
}

export const noCost: Cost = { Lambda: 0, DynamoDB: 0, SQS: 0, CloudWatch: 0, 'Secrets Manager': 0, KMS: 0, SNS: 0 };

export function addCosts(...costs: readonly Cost[]): Cost {
  return costs.reduce((sum, cost) => {
    const { Lambda, DynamoDB, SQS, CloudWatch, KMS, SNS } = sum;
    return {
      Lambda: Lambda + cost.Lambda,
      DynamoDB: DynamoDB + cost.DynamoDB,
      SQS: SQS + cost.SQS,
      CloudWatch: CloudWatch + cost.CloudWatch,
      'Secrets Manager': sum['Secrets Manager'] + cost['Secrets Manager'],
      KMS: KMS + cost.KMS,
      SNS: SNS + cost.SNS,
    };
  }, noCost);
}

export function totalOf(cost: Cost): number {
  return services.reduce((sum, service) => sum + cost[service], 0);
}
