import type { Measured } from './measure/measure.ts';
import { addUsage, noUsage, timesUsage, type Usage } from './measure/usage.ts';
import { addCosts, type Cost, type FixedParts, priceFixed, priceUsage, totalOf } from './price.ts';
import { assumptions } from './prices.ts';

/** What there is to pay for, by the month: with and without dashboard and alarms. */
export interface Stacks {
  readonly small: Omit<FixedParts, 'metrics'>;
  readonly smallWatched: Omit<FixedParts, 'metrics'>;
  readonly threeWatched: Omit<FixedParts, 'metrics'>;
}

export interface CostColumn {
  readonly name: string;
  readonly cost: Cost;
  /** In US dollars; null: none is set. */
  readonly goal: number | null;
}

/** DAGs that each deployment's `dags` name, or that reports named in the last 30 days. */
export const dagsPerDeployment = 10;
const searchesPerHour = 12;
const million = 1_000_000;

/** The cost table, a column each: what a million of something costs, and what a month does. */
export function tabulate(measured: Measured, stacks: Stacks): CostColumn[] {
  const { remedied, ignored, duplicate, metrics } = measured;
  const perMillion = (usage: Usage) => priceUsage(timesUsage(usage, million));
  const idle = (deployments: number) => priceUsage(idleMonth(measured, deployments));
  const fixed = (parts: Omit<FixedParts, 'metrics'>, written: number) => priceFixed({ ...parts, metrics: written });
  const month = (failuresPerDay: number) =>
    addCosts(fixed(stacks.threeWatched, metrics.busy), idle(3), priceUsage(failuresOfMonth(measured, failuresPerDay)));
  return [
    { name: '1 M remedied, in a burst', cost: perMillion(remedied), goal: 30 },
    { name: '1 M ignored', cost: perMillion(ignored), goal: 2.5 },
    { name: '1 M duplicates', cost: perMillion(duplicate), goal: 1.3 },
    { name: 'idle month', cost: addCosts(fixed(stacks.small, metrics.idle), idle(1)), goal: 4 },
    { name: 'idle month, watched', cost: addCosts(fixed(stacks.smallWatched, metrics.idle), idle(1)), goal: 8 },
    { name: 'month, 100 failures a day', cost: month(100), goal: 10 },
    { name: 'month, 10,000 failures a day', cost: month(10_000), goal: null },
  ];
}

export function isMissed({ cost, goal }: CostColumn): boolean {
  return goal !== null && totalOf(cost) > goal;
}

function idleMonth({ sweep, discovery }: Measured, deployments: number): Usage {
  const searches = (deployments * dagsPerDeployment * searchesPerHour * assumptions.minutesPerMonth) / 60;
  return addUsage(timesUsage(sweep, assumptions.minutesPerMonth), discovery, searches);
}

/** Each failure is remedied, and comes at a time of its own: it meets cold functions, and no batch. */
function failuresOfMonth({ remedied, loadMs }: Measured, perDay: number): Usage {
  const cold = (name: 'ingest' | 'remediate') => ({ ...noUsage.functions[name], cpuMs: loadMs[name] });
  const starts = {
    ...noUsage,
    functions: { ...noUsage.functions, ingest: cold('ingest'), remediate: cold('remediate') },
  };
  return timesUsage(addUsage(remedied, starts, 1), perDay * assumptions.daysPerMonth);
}
