import type { DecidedCases } from '../core/decide/decide.ts';
import type { LookInput } from '../core/decide/look-input.ts';
import type { LookWorld } from './look-world.ts';

/** Keeps a look in which something was decided. Looks that only watch are not kept: they explain nothing and cost as much. */
export async function recordLook(input: LookInput, { decisions }: DecidedCases, { ledger }: LookWorld): Promise<void> {
  if (decisions.every(({ next }) => next.kind === 'watch')) return;
  const { incident, policy, now, settings, deployment, abilities, truth, control, budget } = input;
  await ledger.recordLook({
    version: 1,
    run: incident.run,
    generation: incident.generation,
    now,
    policyHash: policy.policy.policyHash,
    policy: policy.policy,
    settings,
    deployment,
    abilities: { addressesMapIndex: abilities.addressesMapIndex, setsMapIndex: abilities.setsMapIndex },
    truth,
    incident,
    control,
    budget,
    decisions,
  });
}
