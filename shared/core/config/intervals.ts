import * as z from 'zod';
import type { LookSettings } from '../decide/look-settings.ts';
import { duration } from '../policy/duration.ts';

const waits = z
  .array(duration({ min: '1s', max: '1h' }))
  .min(1)
  .max(20);

/** The intervals of the service. Each may be as short as a second, so that a sandbox needs no code of its own. */
export const intervals = z.strictObject({
  debounce: duration({ min: '0s', max: '15m' })
    .prefault('10s')
    .describe('How long an alert waits in the queue, so that a burst of alerts of one run leads to one look.'),
  sweep: duration({ min: '1s', max: '1h' })
    .prefault('1m')
    .describe(
      'How often due looks and discoveries are queued. EventBridge schedules whole minutes; a shorter time is for the sandbox.',
    ),
  lookCadence: waits
    .prefault(['1m', '2m', '4m', '8m', '15m'])
    .describe('The waits between looks while nothing changes; the last repeats.'),
  freshHint: duration({ min: '1s', max: '1h' })
    .prefault('2m')
    .describe(
      'An alert younger than this that finds nothing failed is looked at again: alerts can precede the failure they tell of.',
    ),
  covered: duration({ min: '0s', max: '5m' })
    .prefault('5s')
    .describe('An alert is covered by a look that began at least this long after it was received.'),
  discovery: duration({ min: '1s', max: '24h' })
    .prefault('5m')
    .describe('How often each known DAG is searched for failed runs that no alert told of.'),
  logSettle: duration({ min: '1s', max: '5m' })
    .prefault('20s')
    .describe(
      'How long after a failure a log without an end is taken as still being written: a task that a person marks failed is stopped seconds later, and only then says so.',
    ),
  send: duration({ min: '1s', max: '1m' })
    .prefault('10s')
    .describe('The longest time between recording a write and sending it.'),
  request: duration({ min: '1s', max: '1m' }).prefault('20s').describe('The longest time one API request may take.'),
  settle: duration({ min: '1s', max: '15m' })
    .prefault('1m')
    .describe('How long after a write whose answer is unknown its effect may still show; nobody repeats it before.'),
  troubleBackoff: waits
    .prefault(['1m', '2m', '5m', '15m'])
    .describe('The waits after Airflow did not answer; the last repeats.'),
  probe: duration({ min: '1s', max: '1h' }).prefault('1m').describe('How often a closed deployment is tried again.'),
  lease: duration({ min: '1s', max: '1h' })
    .prefault('10m')
    .describe('How long work that was queued is not queued again, and when a look that died is due again.'),
});

export type Intervals = z.output<typeof intervals>;

const hintReachMs = 2 * 3_600_000;

/** The intervals as a look takes them. */
export function toLookSettings(times: Intervals): LookSettings {
  return {
    cadenceMs: times.lookCadence,
    freshHintMs: times.freshHint,
    coveredAfterMs: times.covered,
    sendWithinMs: times.send,
    requestLimitMs: times.request,
    settleMs: times.settle,
    troubleBackoffMs: times.troubleBackoff,
    lookLimitMs: times.lease,
    discoveryEveryMs: times.discovery,
    hintReachMs,
    logSettleMs: times.logSettle,
    probeEveryMs: times.probe,
  };
}
