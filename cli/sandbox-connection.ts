import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { configSchema } from '../shared/core/config/config.ts';
import { UsageError } from './usage-error.ts';

/** Where a running sandbox says how to reach it; relative to the folder it was started in. */
const sandboxFile = '.airmend/sandbox.json';

const sandboxConnection = z.object({
  tableName: z.string(),
  dynamoDbUrl: z.url(),
  sqsUrl: z.url(),
  queueUrl: z.url(),
  deadLettersUrl: z.url(),
  secretsUrl: z.url(),
  ingestUrl: z.url(),
  doorUrl: z.url(),
  configFile: z.string(),
  policyFile: z.string(),
  config: configSchema,
  sourceSecrets: z.record(z.string(), z.string()),
  topicKey: z.object({ privateKeyPem: z.string(), certificateUrl: z.url() }).nullable(),
});

/** Where a running sandbox takes alerts and invocations and keeps its ledger, what it looks after, and what its senders share with it. */
export type SandboxConnection = z.output<typeof sandboxConnection>;

export function readSandboxConnection(): SandboxConnection {
  if (!existsSync(sandboxFile)) throw new UsageError('no sandbox runs in this folder: start one with `npm start`');
  return parseSandboxConnection(JSON.parse(readFileSync(sandboxFile, 'utf8')));
}

export function parseSandboxConnection(written: unknown): SandboxConnection {
  const parsed = sandboxConnection.safeParse(written);
  if (!parsed.success) throw new UsageError('the sandbox that runs here is of another version: start it again');
  return parsed.data;
}

const failedTaskInstances = z.array(
  z.object({
    deployment: z.string(),
    dagId: z.string(),
    dagRunId: z.string(),
    taskId: z.string(),
    mapIndex: z.int(),
    tryNumber: z.int(),
    failedAt: z.number(),
  }),
);

export type FailedTaskInstance = z.output<typeof failedTaskInstances>[number];

/** What is failed at present in the sandbox's simulated Airflows, newest first. */
export async function readFailedTaskInstances({ doorUrl }: SandboxConnection): Promise<FailedTaskInstance[]> {
  const answer = await fetch(`${doorUrl}/failed-task-instances`).catch(() => null);
  if (answer?.ok !== true)
    throw new UsageError('the sandbox that ran here does not answer: start one with `npm start`');
  return failedTaskInstances.parse(await answer.json());
}
