import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type QueueAttributeName,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { QueueError } from '../../ports/queue.ts';

/** `unsupported`: this endpoint has no message move tasks. `running`: SQS is still at it, by itself. */
export type MessageMove =
  | { readonly kind: 'moved' | 'running'; readonly moved: number }
  | { readonly kind: 'unsupported' };

export interface MovedQueues {
  readonly from: string;
  readonly to: string;
  /** How long is waited for SQS to be done. */
  readonly waitMs: number;
}

const pollMs = 1_000;

/** Has SQS itself move everything from one queue to another. Rejects with a `QueueError`. */
export async function moveMessages(client: SQSClient, { from, to, waitMs }: MovedQueues): Promise<MessageMove> {
  const SourceArn = await readArn(client, from);
  const DestinationArn = await readArn(client, to);
  try {
    await client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  } catch (error) {
    if (error instanceof Error && unsupported.has(error.name)) return { kind: 'unsupported' };
    throw toQueueError(error, 'StartMessageMoveTask');
  }
  for (const until = Date.now() + waitMs; ; ) {
    const { status, moved } = await readNewestTask(client, SourceArn);
    if (status === 'COMPLETED') return { kind: 'moved', moved };
    if (status === 'FAILED' || status === 'CANCELLED') throw new QueueError(`SQS gave up after ${moved} message(s)`);
    if (Date.now() > until) return { kind: 'running', moved };
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** What endpoints that are not SQS itself answer. */
const unsupported: ReadonlySet<string> = new Set([
  'InvalidAction',
  'UnknownOperation',
  'UnknownOperationException',
  'UnsupportedOperation',
  'NotImplemented',
]);

async function readNewestTask(
  client: SQSClient,
  SourceArn: string,
): Promise<{ status: string | undefined; moved: number }> {
  try {
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
    const [task] = Results ?? [];
    return { status: task?.Status, moved: task?.ApproximateNumberOfMessagesMoved ?? 0 };
  } catch (error) {
    throw toQueueError(error, 'ListMessageMoveTasks');
  }
}

async function readArn(client: SQSClient, QueueUrl: string): Promise<string> {
  const AttributeNames: QueueAttributeName[] = ['QueueArn'];
  try {
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    return Attributes?.QueueArn ?? '';
  } catch (error) {
    throw toQueueError(error, 'GetQueueAttributes');
  }
}

function toQueueError(error: unknown, operation: string): QueueError {
  return new QueueError(`SQS did not do ${operation} (${error instanceof Error ? error.name : 'unknown'})`);
}
