import { SQSClient } from '@aws-sdk/client-sqs';
import { emulatorCredentials, emulatorRegion } from '../sandbox/emulators/credentials.ts';
import { QueueError } from '../shared/ports/queue.ts';
import { readSandboxConnection } from './sandbox-connection.ts';
import { readStackOutput, type StackOptions, type StackOutput } from './stack-outputs.ts';
import { UsageError } from './usage-error.ts';

export interface QueueOptions extends StackOptions {
  /** The failure queue's URL; default: what the stack told. */
  readonly queue?: string;
  /** The dead-letter queue's URL; default: what the stack told. */
  readonly deadLetters?: string;
  /** The running sandbox's queues. */
  readonly sandbox?: boolean;
}

export interface Queues {
  readonly client: SQSClient;
  readonly deadLettersUrl: string;
  /** Throws a `UsageError` where nothing says which it is. */
  readonly queueUrl: () => string;
}

/** Opens the queues, runs one command on them and closes them. Trouble with SQS is a usage error that says how to mend it. */
export async function withQueues<Result>(
  options: QueueOptions,
  command: (queues: Queues) => Promise<Result>,
): Promise<Result> {
  const queues = openQueues(options);
  try {
    return await command(queues);
  } catch (error) {
    if (error instanceof QueueError)
      throw new UsageError(`${error.message}: are the region and the credentials those of the stack?`);
    throw error;
  } finally {
    queues.client.destroy();
  }
}

/** To be closed by `client.destroy()`. Throws a `UsageError` where nothing says which queue is the dead-letter queue. */
export function openQueues(options: QueueOptions): Queues {
  return options.sandbox === true ? openSandbox() : openStack(options);
}

function openStack(options: QueueOptions): Queues {
  const find = (given: string | undefined, output: StackOutput, option: string): string => {
    const found = given ?? readStackOutput(output, options);
    if (found === undefined)
      throw new UsageError(`name the queue's URL with ${option} (the stack's output ${output}), or use --sandbox`);
    return found;
  };
  return {
    deadLettersUrl: find(options.deadLetters, 'DeadLetterQueue', '--dead-letters'),
    queueUrl: () => find(options.queue, 'FailureQueue', '--queue'),
    client: new SQSClient({}),
  };
}

function openSandbox(): Queues {
  const { sqsUrl, queueUrl, deadLettersUrl } = readSandboxConnection();
  const client = new SQSClient({ endpoint: sqsUrl, region: emulatorRegion, credentials: emulatorCredentials });
  return { client, deadLettersUrl, queueUrl: () => queueUrl };
}
