import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { type SqsSnsEmulator, startSqsSns } from '../../sandbox/emulators/sqs-sns.ts';
import { createSnsNotifier } from '../../shared/adapters/sns/notifier.ts';
import { createSqsParkingQueue } from '../../shared/adapters/sqs/parking-queue.ts';
import { createSqsWorkQueue } from '../../shared/adapters/sqs/work-queue.ts';
import { parseWorkMessage, type WorkMessage } from '../../shared/core/incident/work-message.ts';
import { NotifierError } from '../../shared/ports/notifier.ts';
import { QueueError } from '../../shared/ports/queue.ts';

const aws = { region: emulatorRegion, credentials: emulatorCredentials, maxAttempts: 1 };
const look = (dagRunId: string): WorkMessage => ({
  version: 1,
  type: 'look',
  queuedAt: 0,
  deployment: 'production',
  dagId: 'etl',
  dagRunId,
});
const notification = {
  notificationId: 'n-1',
  kind: 'ended',
  channel: 'oncall',
  subject: 'Needs you: Büro\n',
  text: 'the story',
  details: { dagId: 'etl' },
  createdAt: 0,
  sentAt: null,
} as const;

describe('queues and topic over their real protocols', () => {
  let emulator: SqsSnsEmulator;
  let sqs: SQSClient;
  beforeAll(async () => {
    emulator = await startSqsSns({ visibilityTimeoutSeconds: 5, receiveCountMax: 2 });
    sqs = new SQSClient({ ...aws, endpoint: emulator.url });
  });
  afterAll(async () => {
    sqs.destroy();
    await emulator.close();
  });
  const bodies = (name: string, part: 'ready' | 'delayed' = 'ready') =>
    emulator.server.inspectQueue(name)?.messages[part].map(({ body }) => body) ?? [];

  test('more messages than a batch holds all arrive, and can be read again', async () => {
    const queue = createSqsWorkQueue({ client: sqs, queueUrl: emulator.queue.url });
    await queue.send(
      Array.from({ length: 23 }, (_, index) => look(`run-${index}`)),
      { delaySeconds: 0 },
    );
    const arrived = bodies(emulator.queue.name)
      .filter((body) => body.includes('run-'))
      .map(parseWorkMessage);
    expect(arrived).toHaveLength(23);
    expect(new Set(arrived.map(({ kind }) => kind))).toEqual(new Set(['work']));
  });

  test('a delayed message waits, by no more than SQS can', async () => {
    const queue = createSqsWorkQueue({ client: sqs, queueUrl: emulator.queue.url });
    await queue.send([look('later')], { delaySeconds: 5_000 });
    expect(bodies(emulator.queue.name).filter((body) => body.includes('later'))).toEqual([]);
    expect(bodies(emulator.queue.name, 'delayed')).toEqual([expect.stringContaining('later')]);
  });

  test('what is not ours is parked as it was', async () => {
    await createSqsParkingQueue({ client: sqs, queueUrl: emulator.deadLetters.url }).park({
      body: 'not ours',
      reason: 'why',
      messageId: 'm',
    });
    expect(bodies(emulator.deadLetters.name)).toEqual(['not ours']);
  });

  test('a queue that is away is a QueueError that names no library', async () => {
    const away = new SQSClient({ ...aws, endpoint: 'http://127.0.0.1:9' });
    await expect(
      createSqsWorkQueue({ client: away, queueUrl: 'http://127.0.0.1:9/q' }).send([look('x')], { delaySeconds: 0 }),
    ).rejects.toThrow(QueueError);
    away.destroy();
  });

  test('a notification reaches the topic with its channel and stable id', async () => {
    const sns = new SNSClient({ ...aws, endpoint: emulator.url });
    await createSnsNotifier({ client: sns, topicArn: emulator.topicArn }).send(notification);
    const [envelope = '{}'] = bodies(emulator.inbox.name);
    const { Subject, Message, MessageAttributes } = JSON.parse(envelope);
    // The emulator hands both forms to the queue; SNS picks one by protocol.
    const { email, default: machine } = JSON.parse(Message);
    expect([Subject, MessageAttributes.channel.Value, email]).toEqual(['Needs you: B?ro?', 'oncall', 'the story']);
    expect(JSON.parse(machine)).toMatchObject({ notificationId: 'n-1', dagId: 'etl' });
    sns.destroy();
  });

  test('a topic that is away is a NotifierError', async () => {
    const away = new SNSClient({ ...aws, endpoint: 'http://127.0.0.1:9' });
    await expect(createSnsNotifier({ client: away, topicArn: emulator.topicArn }).send(notification)).rejects.toThrow(
      NotifierError,
    );
    away.destroy();
  });
});

describe('a queue message', () => {
  test.each([
    ['is ours', JSON.stringify(look('x')), 'work'],
    ['is of newer code', JSON.stringify({ ...look('x'), version: 2 }), 'newer'],
    ['is not JSON', 'nope', 'foreign'],
    ['is another shape', '{"version":1,"type":"look"}', 'foreign'],
    ['has an unknown key', JSON.stringify({ ...look('x'), extra: 1 }), 'foreign'],
    ['is a number', '5', 'foreign'],
  ])('that %s is told so', (_what, body, kind) => expect(parseWorkMessage(body).kind).toBe(kind));
});
