import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { emulatorCredentials, emulatorRegion } from '../../sandbox/emulators/credentials.ts';
import { aRunningSandbox, waitFor } from '../../test/end-to-end/a-running-sandbox.ts';
import type { BenchRow } from '../policy/policy.ts';

const reports = 300;
const atOnce = 10;
const dagId = 'bench';

/** Reports through the shipped bundles in the sandbox, beside the same messages through the emulated queue alone. */
export async function run(): Promise<{ title: string; notes: string[]; rows: BenchRow[] }> {
  const running = await aRunningSandbox([
    {
      dagId,
      tasks: [
        {
          taskId: 'load',
          outcomes: [
            { result: 'failed', how: 'exception', log: ['Task failed with exception'] },
            { result: 'success' },
          ],
        },
      ],
    },
  ]);
  try {
    await running.failRun(dagId);
    const alone = await measureQueueAlone(running.sandbox.service.sqsSns);
    const accepting = await perSecond(reports, async () => void (await running.post(running.alert(dagId))));
    const began = performance.now();
    await waitFor(
      'every report has its outcome',
      async () =>
        running.events.filter(({ event }) => event === 'hint-covered' || event === 'look-began').length >= reports,
    );
    const drained = reports / ((performance.now() - began) / 1_000);
    await running.untilClosed(dagId);
    const clears = running.clearsOf(dagId).length;
    return {
      title: 'reports through the sandbox',
      notes: [
        `${reports} reports of one failure, ${atOnce} at once; the queue alone: ${alone.toFixed(0)} messages a second sent, received and deleted`,
      ],
      rows: [
        {
          what: 'reports accepted (202), beside the queue alone',
          measured: `${(accepting / alone).toFixed(2)}× (${accepting.toFixed(0)} a second)`,
          goal: null,
          holds: true,
        },
        {
          what: 'reports followed to their outcome, beside the queue alone',
          measured: `${(drained / alone).toFixed(2)}× (${drained.toFixed(0)} a second)`,
          goal: null,
          holds: true,
        },
        { what: 'clears sent for all of them', measured: String(clears), goal: '1', holds: clears === 1 },
      ],
    };
  } finally {
    await running.stop();
  }
}

async function measureQueueAlone({ url, inbox }: { url: string; inbox: { url: string } }): Promise<number> {
  const client = new SQSClient({ endpoint: url, region: emulatorRegion, credentials: emulatorCredentials });
  const rate = await perSecond(reports, async () => {
    await client.send(new SendMessageCommand({ QueueUrl: inbox.url, MessageBody: 'x'.repeat(500) }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: inbox.url }));
    for (const { ReceiptHandle } of Messages ?? [])
      await client.send(new DeleteMessageCommand({ QueueUrl: inbox.url, ReceiptHandle }));
  });
  client.destroy();
  return rate;
}

/** How often an action is done a second, with a few under way at a time. */
async function perSecond(times: number, action: () => Promise<void>): Promise<number> {
  const began = performance.now();
  let left = times;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await action();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return times / ((performance.now() - began) / 1_000);
}
