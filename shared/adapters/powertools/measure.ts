import type { AirflowErrorCode } from '../../core/airflow/airflow-error.ts';
import { type MetricName, metricOfOutcome } from '../../core/metrics/metrics.ts';
import type { JournalEvent } from '../../ports/journal.ts';

export interface Measurement {
  readonly metric: MetricName;
  readonly value: number;
}

/** What an event counts as; null: nothing. */
export function measure(event: JournalEvent): Measurement | null {
  switch (event.event) {
    case 'incident-closed':
      return one(metricOfOutcome[event.outcome]);
    case 'hint-covered':
      return event.reportId === null ? null : one('ReportsDuplicate');
    case 'airflow-trouble':
      return tokenTrouble.has(event.code) ? one('TokensRejected') : null;
    case 'token-expiring':
      return { metric: 'TokenDaysLeft', value: event.daysLeft };
    case 'swept':
      return { metric: 'WorkOverdueSeconds', value: Math.round(event.overdueMs / 1_000) };
    default: {
      const metric = countedAs[event.event];
      return metric === undefined ? null : one(metric);
    }
  }
}

function one(metric: MetricName): Measurement {
  return { metric, value: 1 };
}

const countedAs: Readonly<Partial<Record<JournalEvent['event'], MetricName>>> = {
  'report-accepted': 'ReportsAccepted',
  'delivery-replayed': 'ReportsDuplicate',
  'event-ignored': 'ReportsIgnored',
  'request-refused': 'RequestsRefused',
  'look-began': 'Looks',
  'write-sent': 'Writes',
  'write-unknown': 'Writes',
  told: 'NotificationsSent',
  'telling-failed': 'NotificationsFailed',
  'deployment-closed': 'DeploymentsClosed',
  'deployment-paused': 'DeploymentsPaused',
};

const tokenTrouble: ReadonlySet<string> = new Set<AirflowErrorCode>([
  'unauthorized',
  'forbidden',
  'token-missing',
  'token-expired',
]);
