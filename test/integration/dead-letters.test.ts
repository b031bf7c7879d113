import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { type SqsSnsEmulator, startSqsSns } from '../../sandbox/emulators/sqs-sns.ts';
import { createDeadLetterQueue } from '../../shared/adapters/sqs/dead-letter-queue.ts';
import { moveMessages } from '../../shared/adapters/sqs/message-move.ts';
import { createSqsParkingQueue } from '../../shared/adapters/sqs/parking-queue.ts';
import type { WorkMessage } from '../../shared/core/incident/work-message.ts';
import { QueueError } from '../../shared/ports/queue.ts';
import { aReport } from '../builders.ts';
import { files, run } from '../unit/cli/run.ts';

const access = { region: emulatorRegion, credentials: emulatorCredentials };
const hourMs = 3_600_000;

const aLook = (dagId: string): WorkMessage => ({
  version: 1,
  type: 'look',
  queuedAt: Date.now(),
  deployment: 'production',
  dagId,
  dagRunId: 'manual__1',
});

describe('what could not be handled', () => {
  let emulator: SqsSnsEmulator;
  let client: SQSClient;
  const environment = { ...process.env };
  beforeEach(async () => {
    emulator = await startSqsSns({ visibilityTimeoutSeconds: 5, receiveCountMax: 2 });
    client = new SQSClient({ ...access, endpoint: emulator.url });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SQS: emulator.url,
      AWS_REGION: emulatorRegion,
      AWS_ACCESS_KEY_ID: emulatorCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulatorCredentials.secretAccessKey,
    });
  });
  afterEach(async () => {
    client.destroy();
    await emulator.close();
    process.env = environment;
  });

  const fail = async (body: string) =>
    (await client.send(new SendMessageCommand({ QueueUrl: emulator.deadLetters.url, MessageBody: body }))).MessageId;
  const park = (body: string, reason: string) =>
    createSqsParkingQueue({ client, queueUrl: emulator.deadLetters.url }).park({ body, reason, messageId: 'm' });
  const dlq = (...argv: string[]) => run('dlq', ...argv, '--dead-letters', emulator.deadLetters.url);
  const redrive = (...argv: string[]) => dlq('redrive', ...argv, '--queue', emulator.queue.url);
  const bodiesIn = (queue: { name: string }) =>
    emulator.server.inspectQueue(queue.name)?.messages.ready.map(({ body }) => body) ?? [];

  test('an empty dead-letter queue is said to be empty', async () => {
    expect(await dlq('list')).toEqual({ exitCode: 0, out: 'the dead-letter queue is empty', err: '' });
    expect((await redrive()).out).toBe('the dead-letter queue is empty');
  });

  test('more messages than one answer holds are all listed, and stay where they are', async () => {
    for (let count = 0; count < 23; count += 1) await fail(JSON.stringify(aLook(`dag_${count}`)));
    const listed = (await dlq('list', '--json')).out.split('\n').map((line) => JSON.parse(line));
    expect(new Set(listed.map(({ about }) => about)).size).toBe(23);
    expect((await dlq('list', '--limit', '5', '--json')).out.split('\n')).toHaveLength(5);
    expect(bodiesIn(emulator.deadLetters)).toHaveLength(23);
  });

  test('a parked message is shown whole, with the reason it was parked for', async () => {
    await park('not ours', 'the message is not JSON');
    const [letter] = await createDeadLetterQueue({ client, queueUrl: emulator.deadLetters.url }).list(10);
    const { out, exitCode } = await dlq('show', letter?.messageId ?? '');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/what {3}foreign[\s\S]*why {4}the message is not JSON\nnot ours$/);
    expect(await dlq('show', 'another')).toMatchObject({ exitCode: 1, out: '' });
  });

  test('a redrive puts back what Airmend can read and leaves what it would park again', async () => {
    await fail(JSON.stringify(aLook('etl')));
    await park('not ours', 'the message is not JSON');
    const { out, exitCode } = await redrive();
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^1 message\(s\) are back in the failure queue\n1 stay: /);
    expect(bodiesIn(emulator.queue).map((body) => JSON.parse(body).dagId)).toEqual(['etl']);
    expect(bodiesIn(emulator.deadLetters)).toEqual(['not ours']);
  });

  test('a redrive of named messages takes those alone, also what is not ours', async () => {
    const messageId = await fail('not ours');
    await fail(JSON.stringify(aLook('etl')));
    expect((await redrive(messageId ?? '')).out).toBe('1 message(s) are back in the failure queue');
    expect(bodiesIn(emulator.queue)).toEqual(['not ours']);
    expect(bodiesIn(emulator.deadLetters)).toHaveLength(1);
  });

  test('a redrive of a message that is not there moves nothing', async () => {
    await fail(JSON.stringify(aLook('etl')));
    expect(await redrive('another')).toMatchObject({ exitCode: 1, out: '' });
    expect(bodiesIn(emulator.deadLetters)).toHaveLength(1);
  });

  test('a redrive says which failures are too old to be acted on, by the policy', async () => {
    const tellsOf = (agoMs: number) => {
      const receivedAt = Date.now() - agoMs;
      const report = aReport({ occurredAt: receivedAt });
      return fail(JSON.stringify({ version: 1, type: 'report', receivedAt, report } satisfies WorkMessage));
    };
    await tellsOf(3 * hourMs);
    await tellsOf(hourMs);
    const { policy = '' } = files({
      policy: {
        version: 1,
        guardrails: { age: { failureAtMost: '2h' } },
        rules: [],
        otherwise: [{ escalate: 'oncall' }],
      },
    });
    const { out } = await redrive('--policy', policy);
    expect(out).toContain('2 message(s) are back');
    expect(out).toContain('1 of them tell of something older than 2 h (`guardrails.age`)');
  });

  test('a message that the failure queue does not take stays a dead letter', async () => {
    await fail(JSON.stringify(aLook('etl')));
    const queue = createDeadLetterQueue({ client, queueUrl: emulator.deadLetters.url });
    await expect(queue.move(`${emulator.url}/000000000000/no-such-queue`, () => true)).rejects.toThrow(QueueError);
    expect(bodiesIn(emulator.deadLetters)).toHaveLength(1);
  });

  test('what is parked while a redrive runs is not put back by it', async () => {
    await fail(JSON.stringify(aLook('etl')));
    const queue = createDeadLetterQueue({ client, queueUrl: emulator.deadLetters.url });
    const moved = await queue.move(emulator.deadLetters.url, () => true);
    expect([moved, bodiesIn(emulator.deadLetters).length]).toEqual([1, 1]);
  });

  test('without a stack, a sandbox or a URL, the command says what it needs', async () => {
    const { exitCode, err } = await run('dlq', 'list');
    expect(exitCode).toBe(2);
    expect(err).toContain('--dead-letters');
  });
});

describe('where SQS itself can move messages', () => {
  let server: Server;
  let client: SQSClient;
  let answers: Record<string, unknown>[] = [];
  const asked: { action: string; body: Record<string, unknown> }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      void Array.fromAsync(request).then((chunks) => {
        const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
        const body = JSON.parse(Buffer.concat(chunks).toString());
        asked.push({ action, body });
        const arn = { Attributes: { QueueArn: `arn:${body.QueueUrl}` } };
        const answer = action === 'GetQueueAttributes' ? arn : action === 'StartMessageMoveTask' ? {} : answers.shift();
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has an AddressInfo.
    const { port } = server.address() as AddressInfo;
    client = new SQSClient({ ...access, endpoint: `http://127.0.0.1:${port}` });
  });
  afterAll(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  const task = (Status: string) => ({ Results: [{ Status, ApproximateNumberOfMessagesMoved: 7 }] });
  const moved = (waitMs: number) => moveMessages(client, { from: 'dead', to: 'queue', waitMs });

  test('it is asked to, with where to, and waited for', async () => {
    answers = [task('COMPLETED')];
    expect(await moved(1_000)).toEqual({ kind: 'moved', moved: 7 });
    const started = asked.find(({ action }) => action === 'StartMessageMoveTask');
    expect(started?.body).toMatchObject({ SourceArn: 'arn:dead', DestinationArn: 'arn:queue' });
  });

  test('a move that takes longer than the wait goes on', async () => {
    answers = [task('RUNNING')];
    expect(await moved(-1)).toEqual({ kind: 'running', moved: 7 });
  });

  test('a move that SQS gave up is an error', async () => {
    answers = [task('FAILED')];
    await expect(moved(1_000)).rejects.toThrow(QueueError);
  });
});
