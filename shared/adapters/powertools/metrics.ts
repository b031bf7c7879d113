import { Metrics } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import { metrics as definitions, metricNamespace } from '../../core/metrics/metrics.ts';
import type { Journal } from '../../ports/journal.ts';
import { measure } from './measure.ts';

/** What an invocation counts, in CloudWatch's embedded format: a log line, no request. The stack names itself in `POWERTOOLS_SERVICE_NAME`. */
export function createMetrics(): Metrics {
  return new Metrics({ namespace: metricNamespace });
}

/** Counts what happens, and notes it. */
export function createMetricsJournal(metrics: Metrics, journal: Journal): Journal {
  return {
    note(event) {
      const measured = measure(event);
      if (measured !== null) metrics.addMetric(measured.metric, definitions[measured.metric].unit, measured.value);
      journal.note(event);
    },
  };
}

/** Writes what was counted in one line when an invocation ends, however it ends. */
export function publishMetrics(metrics: Metrics): MiddlewareObj {
  const publish = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: publish, onError: publish };
}
