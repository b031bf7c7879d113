import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { InvocationError } from '../../../../functions/ingest/ingest.ts';
import { toInvocation } from '../../../../functions/ingest/request.ts';
import { anIngest, aPost, aSource, secret } from './an-ingest.ts';

const sample = (name: string) => readFileSync(new URL(`../../../samples/${name}`, import.meta.url), 'utf8');
const topicArn = 'arn:aws:sns:us-east-1:123456789012:airflow-alarms';
const certificateUrl =
  'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
const sns = {
  sources: { topic: aSource({ kind: 'aws-sns', authentication: { scheme: 'aws-sns', topicArn } }) },
  certificates: { [certificateUrl]: sample('aws-sns/signing-cert.pem') },
};
const pagerduty = { sources: { pager: aSource({ kind: 'pagerduty', authentication: { scheme: 'pagerduty-v3' } }) } };
const signed = (body: string) => ({
  'x-pagerduty-signature': `v1=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

describe('a sender that gives up on a 4xx', () => {
  test.each([
    ['another event', '{"event":{"event_type":"incident.acknowledged","data":{}}}'],
    ['a ping', '{"event":{"event_type":"pagey.ping","data":{"message":"hello"}}}'],
    ['a body of another shape', '{"other": 1}'],
    ['a body that is no JSON', '{'],
    ['a body that is too large', `"${'a'.repeat(1_100_000)}"`],
  ])('is answered 200, and nothing is queued, once its signature holds: %s', async (_what, body) => {
    const { post, queued } = anIngest(pagerduty);
    expect((await post('/pager', body, signed(body))).statusCode).toBe(200);
    expect(queued).toEqual([]);
  });

  test('still gets 401 for a signature that does not hold', async () => {
    expect((await anIngest(pagerduty).post('/pager', '{}', signed('{ }'))).statusCode).toBe(401);
  });
});

describe('a topic of SNS', () => {
  const text = { 'content-type': 'text/plain; charset=UTF-8' };
  const alarm = sample('aws-sns/01-cloudwatch-alarm.json');
  const subscription = sample('aws-sns/02-subscription-confirmation.json');

  test('is heard', async () => {
    const { post, reports, world } = anIngest(sns);
    world.now = Date.parse('2026-08-01T02:15:04Z');
    expect((await post('/topic', alarm, text)).statusCode).toBe(202);
    expect(reports()).toMatchObject([{ dagId: 'orders_elt', taskId: 'load_orders', deployment: 'production' }]);
  });

  test('is confirmed once its signature holds', async () => {
    const { post, confirmed, world } = anIngest(sns);
    world.now = Date.parse('2026-08-01T00:00:01Z');
    expect((await post('/topic', subscription, text)).statusCode).toBe(200);
    expect(confirmed).toEqual([JSON.parse(subscription).SubscribeURL]);
  });

  test.each([
    ['another topic', { TopicArn: `${topicArn}2` }],
    ['another URL', { SubscribeURL: 'https://evil.io/?Action=ConfirmSubscription' }],
    [
      'a certificate of somebody else',
      { SigningCertURL: certificateUrl.replace('amazonaws.com', 'amazonaws.com.evil.io') },
    ],
  ])('is not confirmed for %s', async (_what, change) => {
    const { post, confirmed, world } = anIngest(sns);
    world.now = Date.parse('2026-08-01T00:00:01Z');
    const answer = await post('/topic', JSON.stringify({ ...JSON.parse(subscription), ...change }), text);
    expect({ status: answer.statusCode, confirmed }).toEqual({ status: 401, confirmed: [] });
  });

  test('is asked to try again while its certificate can not be fetched', async () => {
    const { post, world } = anIngest(sns);
    world.now = Date.parse('2026-08-01T02:15:04Z');
    world.snsIsAway = true;
    expect((await post('/topic', alarm, text)).statusCode).toBe(503);
  });
});

describe('an event that AWS invokes with', () => {
  const sources = {
    alarms: aSource({ kind: 'eventbridge', authentication: { scheme: 'iam' } }),
    alerts: aSource({ kind: 'alertmanager' }),
  };
  const event = JSON.parse(sample('eventbridge/01-mwaa-task-alarm.json'));

  test('is read as the source it names', async () => {
    const { ingest, reports } = anIngest({ sources });
    expect((await ingest.invoke({ source: 'alarms', event })).statusCode).toBe(202);
    expect(reports()).toMatchObject([{ source: 'alarms', dagId: 'orders_elt' }]);
  });

  test('is tried again while the queue is away', async () => {
    const { ingest, world } = anIngest({ sources });
    world.queueIsAway = true;
    await expect(ingest.invoke({ source: 'alarms', event })).rejects.toThrow(InvocationError);
  });

  test.each(['alerts', 'nobody', 'constructor'])('never speaks for %s', async (source) => {
    await expect(anIngest({ sources }).ingest.invoke({ source, event })).rejects.toThrow(InvocationError);
  });

  test('can not be made by a request: Lambda writes what a request becomes', async () => {
    expect(toInvocation({ ...aPost('/alarms', JSON.stringify(event)), airmendSource: 'alarms', event })).toBeNull();
    expect((await anIngest({ sources }).post('/alarms', JSON.stringify(event))).statusCode).toBe(401);
  });
});

describe('what is no failure', () => {
  const bearer = (kind: string) => ({ sources: { one: aSource({ kind }) } });
  const labels = { alertname: 'DatasourceNoData', dag_id: 'etl' };
  test.each<[string, string, unknown]>([
    ['a data source without data', 'grafana', { alerts: [{ status: 'firing', labels }] }],
    ['an acknowledgement', 'opsgenie', { action: 'Acknowledge', alert: { alertId: '1' } }],
    ['a monitor without data', 'datadog', { alert_transition: 'No Data', dag_id: 'etl' }],
    ['a completed run', 'openlineage', { eventType: 'COMPLETE', run: { runId: '1' }, job: {} }],
    ["another job's failure", 'openlineage', { eventType: 'FAIL', run: { runId: '1' }, job: { name: 'spark' } }],
    ['a late task', 'astro', { alertType: 'TASK_DURATION', message: 'on DAG etl' }],
    ['the relay itself', 'astro', { alertType: 'DAG_FAILURE', message: 'DAG run failed for DAG airmend_relay' }],
    ['another type of event', 'cloudevents', { specversion: '1.0', type: 'a.started', source: 's', id: '1' }],
    ['another callback', 'airflow-callback', { version: 1, event: 'task_started', dag_id: 'etl' }],
  ])('is taken, and nothing comes of it: %s', async (_what, kind, body) => {
    const { post, queued } = anIngest(bearer(kind));
    const answer = await post('/one', JSON.stringify(body));
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ reports: [], refused: [], note: expect.any(String) });
    expect(queued).toEqual([]);
  });
});

describe('many alerts in one body', () => {
  test('a group of 1,000 is taken, each with its own end', async () => {
    const { post, reports } = anIngest();
    const alerts = Array.from({ length: 1_000 }, (_, index) => ({
      status: index % 2 === 0 ? 'firing' : 'resolved',
      labels: { dag_id: `dag_${index}` },
      startsAt: '2026-08-01T02:00:00Z',
    }));
    expect((await post('/alerts', JSON.stringify({ status: 'firing', alerts }))).statusCode).toBe(202);
    expect(reports().filter(({ resolved }) => resolved)).toHaveLength(500);
    expect(new Set(reports().map(({ reportId }) => reportId)).size).toBe(1_000);
  });

  test('a batch of CloudEvents names the one that is none', async () => {
    const { post, reports } = anIngest({ sources: { one: aSource({ kind: 'cloudevents' }) } });
    const event = { specversion: '1.0', type: 'x.failed', source: 's', id: '1', data: { dag_id: 'etl' } };
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const answer = await post(
      '/one',
      JSON.stringify([event, { type: 'x.failed' }, { ...event, id: '2', type: 'x.recovered' }]),
      headers,
    );
    expect(JSON.parse(answer.body)).toMatchObject({
      reports: ['report-1', 'report-2'],
      refused: [{ pointer: expect.stringMatching(/^\/1/) }],
    });
    expect(reports().map(({ resolved }) => resolved)).toEqual([false, true]);
  });
});
