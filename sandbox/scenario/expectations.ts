import type { Outcome } from '../../shared/core/incident/outcome.ts';
import type { TaskInstanceView } from '../airflow-model/read-model.ts';

/** How one DAG's story must end: its incident's outcome and what Airflow holds then. */
export interface Expectation {
  readonly dagId: string;
  readonly story: string;
  readonly outcome: Outcome;
  readonly runState: string;
  readonly holds: (taskInstances: readonly TaskInstanceView[]) => boolean;
}

const all = (state: string) => (instances: readonly TaskInstanceView[]) =>
  instances.every((instance) => instance.state === state);
const triesOf = (taskId: string, instances: readonly TaskInstanceView[]) =>
  instances.filter((instance) => instance.taskId === taskId).map(({ tryNumber }) => tryNumber);

export const expectations: readonly Expectation[] = [
  {
    dagId: 'orders_elt',
    story: 'a failed task is cleared with the tasks it blocked, and all recover',
    outcome: 'remedied',
    runState: 'success',
    holds: (instances) => all('success')(instances) && String(triesOf('load_orders', instances)) === '2',
  },
  {
    dagId: 'customer_segments',
    story: 'of a mapped task only the failed indexes run again',
    outcome: 'remedied',
    runState: 'success',
    holds: (instances) => String(triesOf('score_segment', instances)) === '1,1,2,1,2,1',
  },
  {
    dagId: 'daily_digest',
    story: 'an optional task is set to success, and its run closes',
    outcome: 'remedied',
    runState: 'success',
    holds: (instances) => all('success')(instances) && String(triesOf('send_digest', instances)) === '1',
  },
  {
    dagId: 'ledger_sync',
    story: 'a bug fails again: its plan is used up and its owners are told',
    outcome: 'escalated',
    runState: 'failed',
    holds: (instances) => String(triesOf('post_entries', instances)) === '2',
  },
  {
    dagId: 'partner_import',
    story: 'an alert for a task with native retries left: left alone, it recovers by itself',
    outcome: 'recovered',
    runState: 'success',
    holds: (instances) => all('success')(instances),
  },
  {
    dagId: 'fx_rates',
    story: 'an alert for a task that had already recovered: no action',
    outcome: 'recovered',
    runState: 'success',
    holds: (instances) => String(triesOf('fetch_rates', instances)) === '2',
  },
  {
    dagId: 'inventory_count',
    story: 'a task that a person marked failed: left alone, and told',
    outcome: 'superseded',
    runState: 'failed',
    holds: (instances) => String(triesOf('count_stock', instances)) === '1',
  },
  {
    dagId: 'nightly_audit',
    story: 'a failed run that no alert told of: found by the sweep and remedied',
    outcome: 'remedied',
    runState: 'success',
    holds: (instances) => all('success')(instances),
  },
  {
    dagId: 'legacy_backfill',
    story: 'a failure from before Airmend was there: too old, left alone',
    outcome: 'too-old',
    runState: 'failed',
    holds: (instances) => String(triesOf('backfill', instances)) === '1',
  },
  {
    dagId: 'failure_gallery',
    story: 'a failure of every class: told apart by their logs, and left alone as the policy says',
    outcome: 'ignored',
    runState: 'failed',
    holds: (instances) => all('failed')(instances),
  },
];
