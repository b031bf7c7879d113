/**
 * The clears a deployment was sent lately: one item, changed by compare-and-swap, so that concurrent Lambdas never overrun a budget.
 * A sliding log, not a bucket per hour: buckets let twice the limit pass at their edge.
 */
export interface Budget {
  readonly deploymentId: string;
  readonly sends: readonly BudgetSend[];
}

export interface BudgetSend {
  readonly intentId: string;
  readonly dagId: string;
  readonly at: number;
  /** Decided in observe: counts only against what observe would have sent. */
  readonly shadow: boolean;
}

export interface BudgetLimit {
  readonly per: 'dag' | 'deployment';
  readonly clears: number;
  readonly withinMs: number;
}

export interface BudgetReading {
  readonly limit: BudgetLimit;
  readonly spent: number;
  /** When enough of the window has passed for one more send. */
  readonly freeAt: number;
}

export function newBudget(deploymentId: string): Budget {
  return { deploymentId, sends: [] };
}

/** How much of each limit is spent for this DAG. */
export function readBudgets(
  budget: Budget,
  limits: readonly BudgetLimit[],
  query: { dagId: string; shadow: boolean; now: number },
): BudgetReading[] {
  return limits.map((limit) => {
    const counted = budget.sends.filter(
      ({ dagId, at, shadow }) =>
        shadow === query.shadow &&
        at > query.now - limit.withinMs &&
        (limit.per === 'deployment' || dagId === query.dagId),
    );
    const blocking = counted[counted.length - limit.clears];
    return { limit, spent: counted.length, freeAt: blocking === undefined ? query.now : blocking.at + limit.withinMs };
  });
}

/** Adds a send, once per intent, and drops what no window can see any more. */
export function chargeBudget(budget: Budget, send: BudgetSend, limits: readonly BudgetLimit[]): Budget {
  if (budget.sends.some(({ intentId }) => intentId === send.intentId)) return budget;
  const longestMs = Math.max(0, ...limits.map(({ withinMs }) => withinMs));
  const visible = budget.sends.filter(({ at }) => at > send.at - longestMs);
  return { ...budget, sends: [...visible, send].sort((left, right) => left.at - right.at) };
}
