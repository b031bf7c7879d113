import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openIncident } from '../../../shared/core/incident/begin-look.ts';
import { chargeBudget, newBudget } from '../../../shared/core/incident/budget.ts';
import { newControl } from '../../../shared/core/incident/control.ts';
import type { Incident } from '../../../shared/core/incident/incident.ts';
import { ledgers, type OpenLedger } from './ledgers.ts';

const now = Date.parse('2026-11-24T02:00:00Z');
const run = { deploymentId: 'runtime-1', dagId: 'etl/orders #1', dagRunId: 'scheduled__2026-11-24T00:00:00+00:00' };
const anIncident = (given: Partial<Incident> = {}): Incident => ({ ...openIncident(run, 'production', now), ...given });

describe.each(ledgers)('the ledger in $name', ({ open }) => {
  let opened: OpenLedger;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => opened.close());

  test('gives back an incident as it was recorded, thousands of map indexes included', async () => {
    const { ledger } = opened;
    const roots = Array.from({ length: 10_000 }, (_, index) => ({
      mapIndex: index * 2,
      tryNumber: 1 + (index % 3),
      maxTries: 2,
    }));
    const closing = {
      outcome: 'escalated',
      at: now,
      reason: 'x',
      failing: [{ taskId: '__proto__', roots }],
      runEndedAt: now,
    } as const;
    const incident = anIncident({ dueAt: null, closing });
    await ledger.recordIncident(incident, null);
    expect((await ledger.readIncident(run))?.item).toEqual(incident);
  });

  test('lets one of two writers win who read the same revision', async () => {
    const { ledger } = opened;
    const first = await ledger.recordIncident(anIncident(), null);
    if (first.kind !== 'recorded') throw new Error('the first write was refused');
    const swaps = await Promise.all(
      [1, 2].map((looks) => ledger.recordIncident(anIncident({ looks }), first.revision)),
    );
    expect(swaps.map(({ kind }) => kind).sort()).toEqual(['conflict', 'recorded']);
  });

  test('refuses a second first incident of one run', async () => {
    const { ledger } = opened;
    await ledger.recordIncident(anIncident(), null);
    expect(await ledger.recordIncident(anIncident(), null)).toEqual({ kind: 'conflict' });
  });

  test('lists what is due, oldest first, and nothing that is not or is closed', async () => {
    const { ledger } = opened;
    const due = (dagRunId: string, dueAt: number | null) => anIncident({ run: { ...run, dagRunId }, dueAt });
    for (const incident of [due('later', now - 1), due('first', now - 5), due('future', now + 1), due('closed', null)])
      await ledger.recordIncident(incident, null);
    await ledger.recordDagOfInterest({
      deploymentId: 'runtime-1',
      deployment: 'production',
      dagId: 'etl',
      dueAt: now - 3,
      forgetAt: null,
    });
    const listed = await ledger.listDue(now, 10);
    expect(listed.map((work) => (work.kind === 'look' ? work.run.dagRunId : `discover ${work.dagId}`))).toEqual([
      'first',
      'discover etl',
      'later',
    ]);
  });

  test('leases due work to one sweep only, and leaves the revision to the look that runs meanwhile', async () => {
    const { ledger } = opened;
    const recorded = await ledger.recordIncident(anIncident({ dueAt: now - 1 }), null);
    const [work] = await ledger.listDue(now, 10);
    if (work === undefined || recorded.kind !== 'recorded') throw new Error('nothing is due');
    expect(await ledger.lease(work, now + 1_000)).toBe(true);
    expect(await ledger.lease(work, now + 1_000)).toBe(false);
    expect(await ledger.listDue(now, 10)).toEqual([]);
    expect((await ledger.readIncident(run))?.item.dueAt).toBe(now + 1_000);
    expect((await ledger.recordIncident(anIncident({ dueAt: now + 5 }), recorded.revision)).kind).toBe('recorded');
  });

  test('fifty concurrent writers never overrun a budget of five', async () => {
    const { ledger } = opened;
    const limits = [{ per: 'deployment', clears: 5, withinMs: 3_600_000 }] as const;
    const spend = async (intentId: string): Promise<boolean> => {
      for (;;) {
        const stored = await ledger.readBudget('runtime-1');
        const budget = stored?.item ?? newBudget('runtime-1');
        if (budget.sends.length >= 5) return false;
        const charged = chargeBudget(budget, { intentId, dagId: 'etl', at: now, shadow: false }, limits);
        if ((await ledger.recordBudget(charged, stored?.revision ?? null)).kind === 'recorded') return true;
      }
    };
    const spent = await Promise.all(Array.from({ length: 50 }, (_, index) => spend(`intent-${index}`)));
    expect(spent.filter(Boolean)).toHaveLength(5);
    expect((await ledger.readBudget('runtime-1'))?.item.sends).toHaveLength(5);
  });

  test('keeps a control item per deployment', async () => {
    const { ledger } = opened;
    const control = { ...newControl('runtime-1'), adoptedAt: now, enforcedSince: { 'rule:a': now } };
    await ledger.recordControl(control, null);
    expect((await ledger.readControl('runtime-1'))?.item).toEqual(control);
    expect(await ledger.readControl('runtime-2')).toBeNull();
  });

  test('knows a DAG of interest once, and when its next discovery is due', async () => {
    const { ledger } = opened;
    const dag = { deploymentId: 'runtime-1', deployment: 'production', dagId: 'etl' };
    await ledger.recordDagOfInterest({ ...dag, dueAt: now, forgetAt: now + 1_000 });
    await ledger.recordDagOfInterest({ ...dag, dueAt: now + 9_000, forgetAt: null });
    expect(await ledger.listDagsOfInterest('runtime-1')).toEqual(['etl']);
    expect(await ledger.listDue(now, 10)).toHaveLength(1);
    await ledger.recordDiscovered({ ...dag, dueAt: now + 5_000 });
    expect(await ledger.listDue(now, 10)).toEqual([]);
  });
});
