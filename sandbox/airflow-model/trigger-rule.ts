import type { TriggerRule } from './dag-definition.ts';

/** How the instances above a task stand, setups counted apart. */
export interface UpstreamTally {
  total: number;
  done: number;
  success: number;
  failed: number;
  upstreamFailed: number;
  skipped: number;
  removed: number;
  setupsFailed: number;
  setupsSkipped: number;
}

export type TriggerVerdict = 'wait' | 'run' | 'skipped' | 'upstream_failed';

/** Airflow's `TriggerRuleDep`: a task is blocked or skipped as soon as it is clear that it can never run. */
export function judgeTriggerRule(rule: TriggerRule, above: UpstreamTally): TriggerVerdict {
  return above.total === 0 ? 'run' : judges[rule](above);
}

const whenDone = ({ done, total }: UpstreamTally): TriggerVerdict => (done >= total ? 'run' : 'wait');
const anyFailed = ({ failed, upstreamFailed }: UpstreamTally): boolean => failed + upstreamFailed > 0;

const judges: Readonly<Record<TriggerRule, (above: UpstreamTally) => TriggerVerdict>> = {
  all_success(above) {
    if (anyFailed(above)) return 'upstream_failed';
    return above.skipped > 0 ? 'skipped' : whenDone(above);
  },
  all_failed(above) {
    return above.success + above.skipped > 0 ? 'skipped' : whenDone(above);
  },
  all_done: whenDone,
  all_skipped(above) {
    return above.success + above.failed + above.upstreamFailed > 0 ? 'skipped' : whenDone(above);
  },
  one_success(above) {
    if (above.success > 0) return 'run';
    if (above.done < above.total) return 'wait';
    return above.skipped === above.total ? 'skipped' : 'upstream_failed';
  },
  one_failed(above) {
    if (anyFailed(above)) return 'run';
    return above.done < above.total ? 'wait' : 'skipped';
  },
  one_done(above) {
    if (above.success + above.failed > 0) return 'run';
    if (above.done < above.total) return 'wait';
    return above.skipped > 0 ? 'skipped' : 'upstream_failed';
  },
  none_failed(above) {
    return anyFailed(above) ? 'upstream_failed' : whenDone(above);
  },
  none_failed_min_one_success(above) {
    if (anyFailed(above)) return 'upstream_failed';
    return above.skipped === above.total ? 'skipped' : whenDone(above);
  },
  none_skipped(above) {
    return above.skipped > 0 ? 'skipped' : whenDone(above);
  },
  always() {
    return 'run';
  },
  all_done_setup_success(above) {
    if (above.setupsFailed > 0) return 'upstream_failed';
    return above.setupsSkipped > 0 ? 'skipped' : whenDone(above);
  },
};
