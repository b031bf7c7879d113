import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { emulatorRegion } from './credentials.ts';

export interface QueueTimes {
  readonly visibilityTimeoutSeconds: number;
  readonly receiveCountMax: number;
}

/** SQS and SNS over their real protocols: the failure queue with its dead-letter queue, and the topic with a queue that listens to it. */
export interface SqsSnsEmulator {
  readonly url: string;
  readonly queue: EmulatedQueue;
  readonly deadLetters: EmulatedQueue;
  readonly topicArn: string;
  /** Gets every message of the topic. */
  readonly inbox: EmulatedQueue;
  readonly server: FauxqsServer;
  close(): Promise<void>;
}

export interface EmulatedQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
}

/** `folder`: where messages are kept between starts. */
export async function startSqsSns(
  { visibilityTimeoutSeconds, receiveCountMax }: QueueTimes,
  folder?: string,
): Promise<SqsSnsEmulator> {
  const server = await startFauxqs({
    port: 0,
    logger: false,
    host: '127.0.0.1',
    defaultRegion: emulatorRegion,
    ...(folder === undefined ? {} : { dataDir: folder }),
  });
  const url = `http://127.0.0.1:${server.port}`;
  const queueAt = (name: string, attributes: Record<string, string> = {}): EmulatedQueue => {
    const { queueArn } = server.createQueue(name, { attributes });
    // fauxqs names a host that needs DNS; the path is what it serves.
    return { name, arn: queueArn, url: `${url}/000000000000/${name}` };
  };
  const deadLetters = queueAt('airmend-dead-letters');
  const redrive = { deadLetterTargetArn: deadLetters.arn, maxReceiveCount: receiveCountMax };
  const queue = queueAt('airmend-failures', {
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify(redrive),
  });
  const inbox = queueAt('airmend-inbox');
  const { topicArn } = server.createTopic('airmend-escalations');
  server.subscribe({ topic: 'airmend-escalations', queue: inbox.name });
  return { url, queue, deadLetters, inbox, topicArn, server, close: () => server.stop() };
}
