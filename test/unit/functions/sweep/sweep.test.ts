import { describe, expect, test } from '@jest/globals';
import { createSweep } from '../../../../functions/sweep/sweep.ts';
import type { WorkMessage } from '../../../../shared/core/incident/work-message.ts';
import type { JournalEvent } from '../../../../shared/ports/journal.ts';
import { QueueError } from '../../../../shared/ports/queue.ts';
import { createMemoryLedger } from '../../../simulation/memory-ledger.ts';

const now = Date.parse('2026-11-25T04:00:00Z');

/** A sweep over one DAG whose discovery became due this long ago. */
async function aSweep(options: { overdueMs: number; queueIsAway?: boolean }) {
  const ledger = createMemoryLedger();
  const events: JournalEvent[] = [];
  const queued: WorkMessage[] = [];
  const sweep = createSweep({
    ledger,
    queue: {
      send: async (messages) => {
        if (options.queueIsAway === true) throw new QueueError('the queue is away');
        queued.push(...messages);
      },
    },
    journal: { note: (event) => void events.push(event) },
    clock: () => now,
    policy: { mode: 'observe', rules: [] },
    deployments: [
      { name: 'production', deploymentId: 'runtime-1', mode: 'enforce', dags: [], adoptFailuresSince: null },
    ],
    leaseMs: 600_000,
    discoveryEveryMs: 300_000,
  });
  const dueAt = now - options.overdueMs;
  const dag = { deploymentId: 'runtime-1', deployment: 'production', dagId: 'etl', dueAt, forgetAt: null };
  await ledger.recordDagOfInterest(dag);
  return { sweep, ledger, queued, swept: () => events.filter(({ event }) => event === 'swept') };
}

describe('a sweep', () => {
  test('says how long the oldest work had been due, also when there was none', async () => {
    const { sweep, queued, swept } = await aSweep({ overdueMs: 90_000 });
    await sweep();
    await sweep();
    expect(queued).toHaveLength(1);
    expect(swept()).toEqual([
      { event: 'swept', looks: 0, discoveries: 1, overdueMs: 90_000 },
      { event: 'swept', looks: 0, discoveries: 0, overdueMs: 0 },
    ]);
  });

  test('that could not queue what is due has not swept', async () => {
    const { sweep, swept } = await aSweep({ overdueMs: 0, queueIsAway: true });
    await expect(sweep()).rejects.toThrow(QueueError);
    expect(swept()).toEqual([]);
  });

  test('makes the next search of a DAG due in its turn, whatever becomes of this one', async () => {
    const { sweep, ledger } = await aSweep({ overdueMs: 0 });
    await sweep();
    expect(await ledger.listDue(now + 200_000, 10)).toEqual([]);
    expect(await ledger.listDue(now + 400_000, 10)).toMatchObject([{ kind: 'discover', dagId: 'etl' }]);
  });
});
