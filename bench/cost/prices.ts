/**
 * AWS's list prices in US dollars, without any free tier, copied from its pricing pages (https://aws.amazon.com/pricing/) in November 2026.
 * They change: compare before you rely on them.
 */
export const prices = {
  collected: '2026-11',
  region: 'us-east-1',
  lambda: { request: 0.2e-6, gbSecond: 0.000_013_333_4 },
  sqsRequest: 0.4e-6,
  dynamoDb: { writeUnit: 0.625e-6, readUnit: 0.125e-6 },
  secretsManager: { secretMonth: 0.4, call: 0.05 / 10_000 },
  cloudWatch: { logGb: 0.5, alarmMonth: 0.1, metricMonth: 0.3, dashboardMonth: 3 },
  sns: { publish: 0.5e-6 },
  kms: { keyMonth: 1, request: 0.03 / 10_000 },
} as const;

/** What Lambda and SQS do that no request of ours shows. */
export const assumptions = {
  /** One call of Airflow's API. */
  apiCallMs: 150,
  /** At this much memory a function has a whole processor; with less it has that part of one. */
  wholeProcessorMb: 1_769,
  /** What CloudWatch adds to each line. */
  logLineBytes: 26,
  /** An idle event source mapping with five pollers, a month. */
  idlePolls: 650_000,
  /** SQS and DynamoDB keep their data keys for minutes to an hour: three functions, two queues, two tables, a month. */
  idleKeyRequests: 30_000,
  minutesPerMonth: 43_800,
  daysPerMonth: 30.4,
} as const;
