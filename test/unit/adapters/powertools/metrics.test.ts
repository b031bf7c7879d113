import { afterEach, describe, expect, jest, test } from '@jest/globals';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { measure } from '../../../../shared/adapters/powertools/measure.ts';
import { createMetrics, createMetricsJournal, publishMetrics } from '../../../../shared/adapters/powertools/metrics.ts';
import { outcomes } from '../../../../shared/core/incident/outcome.ts';
import { metrics as definitions, type MetricName } from '../../../../shared/core/metrics/metrics.ts';
import type { JournalEvent } from '../../../../shared/ports/journal.ts';

const about = { run: { deploymentId: 'r', dagId: 'etl', dagRunId: 'today' }, deployment: 'production' };
const closed = (outcome: (typeof outcomes)[number]): JournalEvent => ({
  event: 'incident-closed',
  ...about,
  outcome,
  reason: 'it is over',
  generation: 1,
});
const trouble = (code: string): JournalEvent => ({
  event: 'airflow-trouble',
  ...about,
  code,
  detail: 'no answer',
  nextLookAt: 0,
});
const write = { intentId: 'i', action: 'clear', taskIds: ['load'], touched: 1 };
const report = { reportId: 'a', source: 'alerts', dagId: null, dagRunId: null, taskId: null };

/** What counts, by the metric it counts as. */
const counted: readonly (readonly [MetricName, JournalEvent])[] = [
  ['ReportsAccepted', { event: 'report-accepted', ...report }],
  ['ReportsDuplicate', { event: 'delivery-replayed', source: 'alerts' }],
  ['ReportsDuplicate', { event: 'hint-covered', ...about, reportId: 'a', lookBeganAt: 0 }],
  ['ReportsIgnored', { event: 'event-ignored', source: 'alerts', reason: 'a DAG succeeded' }],
  ['RequestsRefused', { event: 'request-refused', status: 401, source: null, reason: 'no such source' }],
  ['Looks', { event: 'look-began', ...about, look: 1, generation: 1, reportId: null }],
  ['Writes', { event: 'write-sent', ...about, ...write }],
  ['Writes', { event: 'write-unknown', ...about, intentId: 'i', code: 'timed-out', detail: 'no answer' }],
  ['IncidentsRecovered', closed('recovered')],
  ['IncidentsRemedied', closed('remedied')],
  ['IncidentsEscalated', closed('escalated')],
  ['IncidentsObserved', closed('observed')],
  ['IncidentsLeft', closed('superseded')],
  ['NotificationsSent', { event: 'told', ...about, notificationId: 'n', channel: 'oncall', kind: 'ended' }],
  ['NotificationsFailed', { event: 'telling-failed', ...about, notificationId: 'n', detail: 'denied' }],
  ['DeploymentsClosed', { event: 'deployment-closed', deployment: 'production', code: 'unreachable' }],
  ['DeploymentsPaused', { event: 'deployment-paused', deployment: 'production', reason: 'wider' }],
  ['TokenDaysLeft', { event: 'token-expiring', deployment: 'production', daysLeft: 13 }],
  ['TokensRejected', trouble('unauthorized')],
  ['WorkOverdueSeconds', { event: 'swept', looks: 0, discoveries: 0, overdueMs: 90_000 }],
];

describe('what happens', () => {
  test.each(counted)('counts as %s', (metric, event) => {
    expect(measure(event)?.metric).toBe(metric);
  });

  test('every metric is counted by something', () => {
    expect(Object.keys(definitions).toSorted()).toEqual([...new Set(counted.map(([metric]) => metric))].toSorted());
  });

  test('every outcome of an incident counts as one', () => {
    for (const outcome of outcomes) expect(measure(closed(outcome))?.value).toBe(1);
  });

  test('an unreachable API is no rejected token, and a look that no alert led to is no duplicate', () => {
    expect(measure(trouble('unreachable'))).toBeNull();
    expect(measure({ event: 'hint-covered', ...about, reportId: null, lookBeganAt: 0 })).toBeNull();
  });

  test('overdue work is told in seconds, and a token by its days', () => {
    expect(measure({ event: 'swept', looks: 1, discoveries: 0, overdueMs: 61_400 })?.value).toBe(61);
    expect(measure({ event: 'token-expiring', deployment: 'production', daysLeft: 3 })?.value).toBe(3);
  });
});

const emf = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

describe('an invocation', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Lines that an invocation printed which noted these events and then did or did not fail. */
  async function linesOf(events: readonly JournalEvent[], failure?: Error): Promise<string[]> {
    process.env['POWERTOOLS_SERVICE_NAME'] = 'Airmend-production';
    const written: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const metrics = createMetrics();
    const journal = createMetricsJournal(metrics, { note: () => {} });
    const handler = middy()
      .use(publishMetrics(metrics))
      .handler(async () => {
        for (const event of events) journal.note(event);
        if (failure !== undefined) throw failure;
      });
    await handler({}, z.custom<Context>().parse({})).catch(() => undefined);
    return written;
  }

  test('writes all that it counted in one line of one namespace, with the stack as the one dimension', async () => {
    const lines = await linesOf([closed('remedied'), closed('remedied'), { event: 'report-accepted', ...report }]);
    expect(lines).toHaveLength(1);
    const { _aws, ...values } = emf.parse(JSON.parse(lines[0] ?? ''));
    expect(_aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'Airmend',
        Dimensions: [['service']],
        Metrics: [
          { Name: 'IncidentsRemedied', Unit: 'Count' },
          { Name: 'ReportsAccepted', Unit: 'Count' },
        ],
      },
    ]);
    expect(values).toEqual({ service: 'Airmend-production', IncidentsRemedied: [1, 1], ReportsAccepted: 1 });
  });

  test('writes what it counted before it failed', async () => {
    expect(await linesOf([closed('escalated')], new Error('no'))).toHaveLength(1);
  });

  test('writes nothing where nothing was counted', async () => {
    expect(await linesOf([])).toEqual([]);
  });
});
