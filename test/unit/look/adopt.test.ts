import { describe, expect, test } from '@jest/globals';
import { adopt } from '../../../shared/look/adopt.ts';
import { createMemoryLedger } from '../../simulation/memory-ledger.ts';

const now = Date.parse('2026-11-24T02:00:00Z');
const deployment = { deploymentId: 'runtime-1', mode: 'enforce', adoptFailuresSince: null } as const;
const policy = (...rules: string[]) =>
  ({ mode: 'enforce', rules: rules.map((name) => ({ name, mode: 'enforce' as const })) }) as const;

describe('adopting a deployment', () => {
  test('counts from the first sweep, and is never moved', async () => {
    const ledger = createMemoryLedger();
    await adopt(ledger, deployment, policy('a'), now);
    const later = await adopt(ledger, { ...deployment, adoptFailuresSince: now - 5 }, policy('a'), now + 60_000);
    expect(later).toMatchObject({ adoptedAt: now, enforcedSince: { 'rule:a': now, otherwise: now } });
  });

  test('counts from earlier where the config says so, for the rules that are there too', async () => {
    const control = await adopt(
      createMemoryLedger(),
      { ...deployment, adoptFailuresSince: now - 5_000 },
      policy('a'),
      now,
    );
    expect(control).toMatchObject({ adoptedAt: now - 5_000, enforcedSince: { 'rule:a': now - 5_000 } });
  });

  test('a rule that joins later may act on failures from then on', async () => {
    const ledger = createMemoryLedger();
    await adopt(ledger, deployment, policy('a'), now);
    const later = await adopt(ledger, deployment, policy('a', 'b'), now + 60_000);
    expect(later.enforcedSince).toMatchObject({ 'rule:a': now, 'rule:b': now + 60_000 });
  });

  test('a rule that observed for a while counts anew', async () => {
    const ledger = createMemoryLedger();
    await adopt(ledger, deployment, policy('a'), now);
    await adopt(ledger, { ...deployment, mode: 'observe' }, policy('a'), now + 60_000);
    const again = await adopt(ledger, deployment, policy('a'), now + 120_000);
    expect(again.enforcedSince).toMatchObject({ 'rule:a': now + 120_000 });
  });
});
