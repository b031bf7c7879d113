import { type BudgetLimit, type BudgetSend, chargeBudget, newBudget, readBudgets } from '../core/incident/budget.ts';
import type { LookWorld } from './look-world.ts';

/** As many as there may be concurrent lookers: each loser of a swap lost to one that charged. */
const chargeTriesMax = 60;

/** Charges one send by compare-and-swap, so that concurrent looks can't overrun a budget. False: none is left of a limit. */
export async function chargeSend(
  send: BudgetSend,
  limits: readonly BudgetLimit[],
  { ledger, deployment }: Pick<LookWorld, 'ledger' | 'deployment'>,
): Promise<boolean> {
  const query = { dagId: send.dagId, shadow: send.shadow, now: send.at };
  for (let attempt = 0; attempt < chargeTriesMax; attempt += 1) {
    const stored = await ledger.readBudget(deployment.deploymentId);
    const budget = stored?.item ?? newBudget(deployment.deploymentId);
    if (readBudgets(budget, limits, query).some(({ spent, limit }) => spent >= limit.clears)) return false;
    const swap = await ledger.recordBudget(chargeBudget(budget, send, limits), stored?.revision ?? null);
    if (swap.kind === 'recorded') return true;
  }
  return false;
}
