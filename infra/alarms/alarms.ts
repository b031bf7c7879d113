import type { MetricName } from '../../shared/core/metrics/metrics.ts';
import type { FunctionName } from '../service-settings.ts';

/** What an alarm reads: a metric of Airmend's own, of a queue, or of functions. */
export type AlarmReading =
  | { readonly of: 'airmend'; readonly metric: MetricName; readonly statistic?: 'SampleCount' }
  | {
      readonly of: 'queue' | 'deadLetters';
      readonly metric: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage';
    }
  | { readonly of: FunctionName; readonly metric: 'Errors' | 'Throttles' };

export interface AlarmDefinition {
  /** Names the alarm and its runbook, `docs/operations/runbooks/<name>.md`. */
  readonly name: string;
  /** What it means, as a sentence. */
  readonly meaning: string;
  readonly reads: AlarmReading;
  readonly when: 'at-least' | 'below';
  readonly threshold: number;
  readonly periodMinutes: number;
  /** Of so many periods in a row, how many must be past the threshold. */
  readonly periods: readonly [past: number, of: number];
  /** What silence means. Default: nothing. */
  readonly silence?: 'breaching';
}

const anyIn5Minutes = { when: 'at-least', threshold: 1, periodMinutes: 5, periods: [1, 1] } as const;
const threeIn5Minutes = { ...anyIn5Minutes, threshold: 3 } as const;

/** Every alarm, each on one metric, since each costs. Adding one is an entry here and its runbook. */
export const alarms: readonly AlarmDefinition[] = [
  {
    ...anyIn5Minutes,
    name: 'dead-letters',
    meaning: 'Something could not be handled and waits in the dead-letter queue.',
    reads: { of: 'deadLetters', metric: 'ApproximateNumberOfMessagesVisible' },
  },
  {
    name: 'oldest-message',
    meaning: 'Alerts or due looks wait too long in the queue.',
    reads: { of: 'queue', metric: 'ApproximateAgeOfOldestMessage' },
    when: 'at-least',
    threshold: 15 * 60,
    periodMinutes: 5,
    periods: [2, 2],
  },
  {
    name: 'work-overdue',
    meaning: 'Looks are due and are not queued.',
    reads: { of: 'airmend', metric: 'WorkOverdueSeconds' },
    when: 'at-least',
    threshold: 15 * 60,
    periodMinutes: 5,
    periods: [2, 3],
  },
  {
    name: 'sweep-silent',
    meaning: 'No sweep has ended: nothing that is due is looked at, and no failure that no alert told of is found.',
    reads: { of: 'airmend', metric: 'WorkOverdueSeconds', statistic: 'SampleCount' },
    when: 'below',
    threshold: 1,
    periodMinutes: 5,
    periods: [2, 2],
    silence: 'breaching',
  },
  {
    name: 'token-expiring',
    meaning: 'An API token ends within a week.',
    reads: { of: 'airmend', metric: 'TokenDaysLeft' },
    when: 'below',
    threshold: 7,
    // A process tells once a day.
    periodMinutes: 24 * 60,
    periods: [1, 1],
  },
  {
    ...anyIn5Minutes,
    name: 'token-rejected',
    meaning: 'The API refuses a token, or there is none: that deployment is not repaired.',
    reads: { of: 'airmend', metric: 'TokensRejected' },
  },
  {
    ...anyIn5Minutes,
    name: 'deployment-closed',
    meaning: 'A deployment is closed after repeated trouble with its API; one look a minute tries again.',
    reads: { of: 'airmend', metric: 'DeploymentsClosed' },
  },
  {
    ...anyIn5Minutes,
    name: 'deployment-paused',
    meaning: 'A deployment paused itself, since a write had a wider effect than its proof; a person must resume it.',
    reads: { of: 'airmend', metric: 'DeploymentsPaused' },
  },
  {
    ...anyIn5Minutes,
    name: 'notifications-failing',
    meaning: 'A person could not be told.',
    reads: { of: 'airmend', metric: 'NotificationsFailed' },
  },
  {
    ...threeIn5Minutes,
    name: 'ingest-errors',
    meaning: 'Ingest fails: senders are answered 5xx.',
    reads: { of: 'ingest', metric: 'Errors' },
  },
  {
    ...threeIn5Minutes,
    name: 'remediate-errors',
    meaning: 'Remediate ends without an answer: its messages are delivered again, and then are dead letters.',
    reads: { of: 'remediate', metric: 'Errors' },
  },
  {
    ...threeIn5Minutes,
    name: 'sweep-errors',
    meaning: 'Sweeps fail.',
    reads: { of: 'sweep', metric: 'Errors' },
  },
  {
    ...anyIn5Minutes,
    name: 'ingest-throttled',
    // Of the others, the age of the oldest message and the silence of the sweep tell.
    meaning:
      'Ingest is throttled, and senders are answered 429: the account, or its reserved concurrency, has no room.',
    reads: { of: 'ingest', metric: 'Throttles' },
  },
];
