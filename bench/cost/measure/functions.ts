import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FunctionName } from '../../../infra/service-settings.ts';

/** What one function took, all its invocations together. */
export interface FunctionCounts {
  invocations: number;
  /** On this machine's processor, without the world around it. */
  cpuMs: number;
  /** How many calls of Airflow's API it waited for, one after the other: the messages of one batch wait side by side. */
  waits: number;
  logLines: number;
  logBytes: number;
}

export interface Functions {
  readonly counts: Readonly<Record<FunctionName, FunctionCounts>>;
  /** CPU time to load each bundle, once. */
  readonly loadMs: Readonly<Record<FunctionName, number>>;
  /** What was logged, for the measurement to look at. */
  readonly lines: string[];
  postAlert(source: string, secret: string, body: string): Promise<void>;
  tick(): Promise<void>;
  /** Delivers what is in the queue as Lambda does, in batches, until it is empty. */
  drain(): Promise<void>;
}

type Handler = (event: unknown, context?: unknown) => Promise<unknown>;

const context = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'measured', functionName: 'measured' };
const batchSize = 10;

/** The deployed bundles in this thread, each invocation measured. Their environment is this process's. */
export async function loadFunctions(
  bundles: string,
  environment: Readonly<Record<string, string>>,
  countCalls: () => Promise<number>,
): Promise<Functions> {
  Object.assign(process.env, environment);
  const lines: string[] = [];
  const none = (): FunctionCounts => ({ invocations: 0, cpuMs: 0, waits: 0, logLines: 0, logBytes: 0 });
  const counts = { ingest: none(), remediate: none(), sweep: none() };
  const loadMs = { ingest: 0, remediate: 0, sweep: 0 };
  const load = async (name: FunctionName): Promise<Handler> => {
    const startedAt = process.threadCpuUsage();
    // A bundle of our own build: it exports its handler.
    const { handler } = (await import(pathToFileURL(join(bundles, name, 'index.mjs')).href)) as { handler: Handler };
    loadMs[name] = cpuMsSince(startedAt);
    return (event) => measured(counts[name], lines, () => handler(event, context));
  };
  const [ingest, remediate, sweep] = [await load('ingest'), await load('remediate'), await load('sweep')];
  const sqs = new SQSClient({});
  const QueueUrl = environment['QUEUE_URL'] ?? '';
  return {
    counts,
    loadMs,
    lines,
    async postAlert(source, secret, body) {
      const answer = await ingest(toUrlEvent(source, secret, body));
      if (!JSON.stringify(answer).includes('"statusCode":202')) throw new Error(`not taken: ${JSON.stringify(answer)}`);
    },
    tick: async () => void (await sweep({ source: 'aws.events' })),
    async drain() {
      for (;;) {
        const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: batchSize, WaitTimeSeconds: 0 });
        const { Messages = [] } = await sqs.send(receive);
        if (Messages.length === 0) return;
        const before = await countCalls();
        const answer = await remediate(toQueueEvent(Messages));
        counts.remediate.waits += ((await countCalls()) - before) / Messages.length;
        if (JSON.stringify(answer).includes('itemIdentifier')) throw new Error(`not done: ${JSON.stringify(answer)}`);
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}

async function measured<Answer>(
  counts: FunctionCounts,
  lines: string[],
  invoke: () => Promise<Answer>,
): Promise<Answer> {
  const { write } = process.stdout;
  process.stdout.write = (chunk: string | Uint8Array) => {
    const logged = chunk.toString().trimEnd().split('\n');
    lines.push(...logged);
    counts.logLines += logged.length;
    counts.logBytes += chunk.length;
    return true;
  };
  const startedAt = process.threadCpuUsage();
  try {
    return await invoke();
  } finally {
    counts.cpuMs += cpuMsSince(startedAt);
    counts.invocations += 1;
    process.stdout.write = write;
  }
}

function cpuMsSince(startedAt: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(startedAt);
  return (user + system) / 1_000;
}

function toUrlEvent(source: string, secret: string, body: string) {
  return {
    version: '2.0',
    rawPath: `/${source}`,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    requestContext: { http: { method: 'POST', path: `/${source}` }, requestId: 'measured' },
    body,
    isBase64Encoded: false,
  };
}

function toQueueEvent(messages: readonly Message[]) {
  return {
    Records: messages.map(({ MessageId, ReceiptHandle, Body }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: '',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:airmend-failures',
      awsRegion: 'us-east-1',
    })),
  };
}
