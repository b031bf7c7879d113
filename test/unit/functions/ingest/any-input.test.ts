import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { failureReportSchema } from '../../../../shared/core/incident/failure-report.ts';
import { sourceKinds } from '../../../../shared/core/sources/source-kinds.ts';
import { anIngest, aSource } from './an-ingest.ts';

/** Kinds that a bearer secret is enough for here: what they read is what is tested. */
const readable = sourceKinds.filter((kind) => kind !== 'generic');
const sources = Object.fromEntries(readable.map((kind) => [kind, aSource({ kind })]));

/** Names that some kind reads, so that the bodies go deep into all of them. */
const name = fc.constantFrom(
  ...[
    'alerts',
    'status',
    'labels',
    'annotations',
    'event',
    'event_type',
    'data',
    'alert',
    'action',
    'details',
    'tags',
    'Type',
  ],
  ...[
    'Message',
    'detail',
    'detail-type',
    'state',
    'value',
    'run',
    'facets',
    'airflow',
    'job',
    'dag_id',
    'run_id',
    'reports',
  ],
  ...[
    'version',
    'message',
    'alertType',
    'specversion',
    'type',
    'source',
    'id',
    'data_base64',
    '__proto__',
    'constructor',
  ],
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'firing',
    'resolved',
    'incident.triggered',
    'Create',
    'task_failed',
    'DAG_FAILURE',
    'x.failed',
    '1.0',
    'FAIL',
    'triggered',
    'airflow|a|b|c',
  ),
  fc.constantFrom(
    'https://a.io/dags/etl/grid?dag_run_id=%',
    '<TaskInstance: a.b c [failed]>',
    'Notification',
    '{"AlarmName":"a","NewStateValue":"ALARM"}',
    '2026-08-01T02:00:00Z',
  ),
);
const body = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 6 }, text, fc.integer(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(name, tie('value'), { maxKeys: 8 }),
})).object;

describe('whatever is sent', () => {
  test('is answered, and 2xx only with every named report in the queue, each as the queue’s reader takes it', async () => {
    const request = fc.record({ kind: fc.constantFrom(...readable), sent: body });
    await fc.assert(
      fc.asyncProperty(request, async ({ kind, sent }) => {
        const { post, reports } = anIngest({ sources });
        const { statusCode, body: answer } = await post(`/${kind}`, JSON.stringify(sent));
        const ids = reports().map(({ reportId }) => reportId);
        if (statusCode === 202) expect(JSON.parse(answer).reports).toEqual(ids);
        else expect(ids).toEqual([]);
        expect([200, 202, 400, 415]).toContain(statusCode);
        for (const report of reports()) expect(failureReportSchema.safeParse(report).error).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  test('in any bytes, under any headers and any path, is answered', async () => {
    const request = fc.record({
      path: fc.string({ unit: 'binary' }),
      bytes: fc.uint8Array({ maxLength: 300 }),
      headers: fc.dictionary(fc.constantFrom('authorization', 'content-type', 'content-encoding'), fc.string()),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ path, bytes, headers }) => {
        const { post, queued } = anIngest({ sources });
        expect((await post(path, Buffer.from(bytes), headers)).statusCode).toBeGreaterThanOrEqual(400);
        expect(queued).toEqual([]);
      }),
    );
  });
});
