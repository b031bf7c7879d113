import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findFailed, findInSandbox } from '../../cli/commands/source-send.ts';
import { parseSandboxConnection } from '../../cli/sandbox-connection.ts';
import { sendAlert } from '../../cli/senders/send-alert.ts';
import { describeSandbox } from '../../sandbox/describe-sandbox.ts';
import { type SourceKind, sourceKinds } from '../../shared/core/sources/source-kinds.ts';
import { aRunningSandbox, failsOnce } from './a-running-sandbox.ts';

const dagOf = (kind: SourceKind) => `told_by_${kind}`;
const dags = sourceKinds.map((kind) => ({
  dagId: dagOf(kind),
  tasks: [
    { taskId: 'extract', upstream: [], durationMs: 100 },
    { taskId: 'load', upstream: ['extract'], durationMs: 100, outcomes: failsOnce },
    { taskId: 'report', upstream: ['load'], durationMs: 100 },
  ],
}));

describe('a task that failed', () => {
  let running: Awaited<ReturnType<typeof aRunningSandbox>>;
  const closing = new Map<SourceKind, Promise<unknown>>();

  /** As `airmend source send` does, for the DAG of this kind. */
  async function tell(kind: SourceKind): Promise<number> {
    const connection = parseSandboxConnection(JSON.parse(JSON.stringify(describeSandbox(running.sandbox))));
    const destination = findInSandbox(connection, kind);
    const failed = await findFailed(connection, { dag: dagOf(kind) }, destination.config.deployments);
    const { status } = await sendAlert(destination, { failed }, Date.now());
    return status;
  }

  async function failAndTell(kind: SourceKind): Promise<number> {
    await running.failRun(dagOf(kind));
    return tell(kind);
  }

  const told = new Map<SourceKind, number>();
  beforeAll(async () => {
    running = await aRunningSandbox(dags);
    await Promise.all(sourceKinds.map(async (kind) => told.set(kind, await failAndTell(kind))));
    for (const kind of sourceKinds) closing.set(kind, running.untilClosed(dagOf(kind)));
    await Promise.allSettled(closing.values());
  }, 120_000);
  afterAll(() => running.stop());

  test.each(sourceKinds)('is cleared, alone with what it blocked, and recovers where %s told of it', async (kind) => {
    expect(told.get(kind)).toBe(202);
    expect(await closing.get(kind)).toMatchObject({ closing: { outcome: 'remedied' } });
    expect(running.tries(dagOf(kind))).toEqual(['extract success 1', 'load success 2', 'report success 1']);
  });

  test('has its delivery remembered by the shipped bundle, where that has an id', () => {
    const { events, strays } = running;
    expect(events.filter(({ event }) => event === 'replay-cache-away')).toEqual([]);
    expect(strays).toEqual([]);
  });
});
