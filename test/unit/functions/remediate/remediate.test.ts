import { expect, test } from '@jest/globals';
import { createRemediate } from '../../../../functions/remediate/remediate.ts';
import { aReport } from '../../../builders.ts';
import { aWorld } from '../../look/a-small-world.ts';

const secret = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';

test('what an alert says of the error is written down without its secrets', async () => {
  const tasks = [{ taskId: 'load', outcomes: [{ result: 'failed', how: 'exception' }] }] as const;
  const small = await aWorld({ dag: { dagId: 'etl', tasks } });
  small.wait(60_000);
  const { dagId, dagRunId } = small.run;
  const remediate = createRemediate({
    ledger: small.ledger,
    journal: small.world.journal,
    clock: small.clock,
    parking: { park: async () => {} },
    worldOf: () => small.world,
  });
  const report = aReport({ dagId, dagRunId, error: `login with token=${secret} failed` });
  const body = JSON.stringify({ version: 1, type: 'report', receivedAt: small.clock(), report });
  await remediate({ messageId: 'm', body, deadlineAt: Number.POSITIVE_INFINITY });
  const stored = await small.ledger.readIncident(small.run);
  expect(stored?.item.hints.advisory[0]?.error).toMatch(/^login with token=\[redacted\]/);
  const looks = await small.ledger.listLooks(small.run, 10);
  expect(looks.length).toBeGreaterThan(0);
  expect(JSON.stringify([stored, looks, small.journal, small.sent])).not.toContain(secret);
});

test('of alerts of one run that arrive together the first leads to a look that covers the others, and no swap is lost', async () => {
  const tasks = [{ taskId: 'load', outcomes: [{ result: 'failed', how: 'exception' }] }] as const;
  const small = await aWorld({ dag: { dagId: 'etl', tasks } });
  const receivedAt = small.clock();
  small.wait(60_000);
  const { dagId, dagRunId } = small.run;
  const swaps: string[] = [];
  const ledger: typeof small.ledger = {
    ...small.ledger,
    recordIncident: async (incident, expected) => {
      const swap = await small.ledger.recordIncident(incident, expected);
      swaps.push(swap.kind);
      return swap;
    },
  };
  const remediate = createRemediate({
    ledger,
    journal: small.world.journal,
    clock: small.clock,
    parking: { park: async () => {} },
    worldOf: () => ({ ...small.world, ledger }),
  });
  const alert = (reportId: string) => {
    const body = JSON.stringify({
      version: 1,
      type: 'report',
      receivedAt,
      report: aReport({ dagId, dagRunId, reportId }),
    });
    return remediate({ messageId: reportId, body, deadlineAt: Number.POSITIVE_INFINITY });
  };
  await Promise.all(['one', 'two', 'three', 'four'].map(alert));
  const count = (event: string) => small.journal.filter((noted) => noted.event === event).length;
  expect({ looks: count('look-began'), covered: count('hint-covered') }).toEqual({ looks: 1, covered: 3 });
  expect(swaps).not.toContain('conflict');
});
