import { cannotTell, type Guardrail } from './guardrail.ts';

/** Holds when a DAG or the deployment had its clears for now. Judged again at the write; the ledger's compare-and-swap enforces the count. */
export const budgets: Guardrail = {
  name: 'budgets',
  judge({ budgets: reading }) {
    if (!reading.known) return cannotTell('budgets', reading.why);
    const used = reading.value.filter(({ spent, limit }) => spent >= limit.clears);
    const [first] = used;
    if (first === undefined) return { guardrail: 'budgets', kind: 'act', reason: 'within every budget' };
    const until = Math.max(...used.map(({ freeAt }) => freeAt));
    const { per, clears, withinMs } = first.limit;
    const reason = `the budget of ${clears} clears per ${per} within ${Math.round(withinMs / 1_000)} s is used up`;
    const verdict = { guardrail: 'budgets', kind: 'hold', reason, reading: first.spent, limit: clears, until } as const;
    return per === 'deployment' ? { ...verdict, ofDeployment: true } : verdict;
  },
};
