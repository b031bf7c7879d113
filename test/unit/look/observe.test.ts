import { describe, expect, test } from '@jest/globals';
import { look } from '../../../shared/look/look.ts';
import { aReport } from '../../builders.ts';
import { aWorld, fails, minuteMs } from './a-small-world.ts';

describe('observe', () => {
  test('holds where a budget would be used up if it were enforced, and sends nothing', async () => {
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load', durationMs: 1_000, outcomes: [fails('x')] }] },
      mode: 'observe',
      policy: { guardrails: { budgets: [{ per: 'dag', clears: 1, within: '1h' }] } },
    });
    world.wait(minuteMs);
    await world.alert();
    expect((await world.incident()).closing).toMatchObject({ outcome: 'observed', reason: 'would clear' });

    const run = { ...world.run, dagRunId: 'scheduled__2' };
    world.model.triggerRun({ ...run, logicalAt: world.clock(), runType: 'scheduled' }, world.clock());
    world.wait(minuteMs);
    await look(run, { receivedAt: world.clock(), report: aReport({ dagRunId: run.dagRunId }) }, world.world);
    const held = (await world.ledger.readIncident(run))?.item;
    expect(held?.closing).toBeNull();
    await world.sweepFor(70 * minuteMs);
    expect((await world.ledger.readIncident(run))?.item.closing).toMatchObject({ outcome: 'observed' });
    expect([world.sent, world.writes()]).toEqual([[], []]);
  });

  test('a budget that observe used up leaves all of it to what is enforced', async () => {
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load', durationMs: 1_000, outcomes: [fails('x')] }] },
      policy: { guardrails: { budgets: [{ per: 'dag', clears: 1, within: '1h' }] } },
    });
    const shadow = { intentId: 'observed/1', dagId: 'etl', at: world.clock(), shadow: true };
    await world.ledger.recordBudget({ deploymentId: 'runtime-1', sends: [shadow] }, null);
    world.wait(minuteMs);
    await world.alert();
    expect(world.writes()).toHaveLength(1);
  });
});
