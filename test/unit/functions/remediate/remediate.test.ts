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
