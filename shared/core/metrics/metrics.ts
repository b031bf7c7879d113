import type { Outcome } from '../incident/outcome.ts';

/** Where the metrics are in CloudWatch. Their one dimension is `service`, the stack's name: each metric is one series, and costs as one. */
export const metricNamespace = 'Airmend';
export const metricDimension = 'service';

export interface Metric {
  readonly unit: 'Count' | 'Seconds' | 'None';
  /** How the values of a minute become one that means something. */
  readonly statistic: 'Sum' | 'Minimum' | 'Maximum';
  readonly meaning: string;
}

const counted = (meaning: string): Metric => ({ unit: 'Count', statistic: 'Sum', meaning });

/** Every metric, by its name: what the functions write, and what alarms, dashboard and docs read. */
export const metrics = {
  ReportsAccepted: counted('Failure reports that the queue took.'),
  ReportsDuplicate: counted('Copies of a delivery, and alerts for a run that a look had covered already.'),
  ReportsIgnored: counted('Authenticated requests that told of no failure.'),
  RequestsRefused: counted(
    'Requests, or reports in them, that were not taken: not authenticated, unreadable, not for this source.',
  ),
  Looks: counted('Looks at a run.'),
  Writes: counted('Writes that were sent to Airflow.'),
  IncidentsRecovered: counted('Incidents that ended by themselves.'),
  IncidentsRemedied: counted('Incidents that a write ended: the tasks it re-ran reached success.'),
  IncidentsEscalated: counted('Incidents that a person was given.'),
  IncidentsObserved: counted('Incidents that were decided in `observe`: recorded, nothing sent.'),
  IncidentsLeft: counted(
    'Incidents that were left alone: ignored by the policy, too old, gone, or a person was there first.',
  ),
  NotificationsSent: counted('Messages that people were sent.'),
  NotificationsFailed: counted('Messages that could not be sent; each look tries again.'),
  DeploymentsClosed: counted(
    'Failed looks at a deployment that is closed after repeated trouble: about one a minute while it lasts.',
  ),
  DeploymentsPaused: counted('Deployments that paused themselves, since a write had a wider effect than its proof.'),
  TokenDaysLeft: {
    unit: 'None',
    statistic: 'Minimum',
    meaning: 'Days until the API token that ends first has ended; written once it is fewer than 14.',
  },
  TokensRejected: counted('Looks that the API refused for their token, or that had none to show.'),
  WorkOverdueSeconds: {
    unit: 'Seconds',
    statistic: 'Maximum',
    meaning:
      'How long the oldest due work had been due when a sweep came by. Each sweep that ends writes one: its absence says that none did.',
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** What an incident's outcome counts as. */
export const metricOfOutcome: Readonly<Record<Outcome, MetricName>> = {
  recovered: 'IncidentsRecovered',
  remedied: 'IncidentsRemedied',
  escalated: 'IncidentsEscalated',
  observed: 'IncidentsObserved',
  ignored: 'IncidentsLeft',
  superseded: 'IncidentsLeft',
  'too-old': 'IncidentsLeft',
  gone: 'IncidentsLeft',
};
