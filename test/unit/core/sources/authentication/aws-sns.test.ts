import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { awsSns, isSnsUrl } from '../../../../../shared/core/sources/authentication/aws-sns.ts';

const samples = new URL('../../../../samples/aws-sns/', import.meta.url);
const text = readFileSync(new URL('01-cloudwatch-alarm.json', samples), 'utf8');
const certificate = readFileSync(new URL('signing-cert.pem', samples), 'utf8');
const topicArn = 'arn:aws:sns:us-east-1:123456789012:airflow-alarms';
const sentAt = Date.parse('2026-08-01T02:15:03.180Z');
const certificateUrl =
  'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';

const request = (body: string, now: number | null = sentAt) => ({ headers: new Map(), body: Buffer.from(body), now });
const changed = (change: Record<string, unknown>) => JSON.stringify({ ...JSON.parse(text), ...change });

describe('a message of SNS', () => {
  test('is proved by the certificate it names', () => {
    expect(awsSns.locate(request(text), { topicArn })).toEqual({ url: certificateUrl });
    expect(awsSns.verify(request(text), certificate, { topicArn })).toMatchObject({ ok: true });
  });

  test('may have its certificate on this machine only where the config says so', () => {
    const url = certificateUrl.replace('https://sns.us-east-1.amazonaws.com', 'http://127.0.0.1:4000');
    const body = changed({ SigningCertURL: url });
    expect(awsSns.locate(request(body), { topicArn, certificateOrigin: 'http://127.0.0.1:4000' })).toEqual({ url });
    expect(awsSns.locate(request(body), { topicArn })).toMatchObject({ ok: false });
  });

  test.each([
    'https://sns.us-east-1.amazonaws.com.evil.io/SimpleNotificationService-0123456789abcdef.pem',
    'https://evil.io/SimpleNotificationService-0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com@evil.io/SimpleNotificationService-0123456789abcdef.pem',
    'https://user@sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    'http://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com:8443/SimpleNotificationService-0123456789abcdef.pem',
    'https://s3.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com/evil.pem',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem?x=1',
    'https://sns.us-east-1.amazonaws.com/../evil/SimpleNotificationService-0123456789abcdef.pem',
    'https://sns.evil.amazonaws.com.evil.io/SimpleNotificationService-0123456789abcdef.pem',
    'https://xsns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    'https://evil.io/sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    'https://evil.io#sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('never has its certificate fetched from %j', (url) => {
    expect(awsSns.locate(request(changed({ SigningCertURL: url })), { topicArn })).toMatchObject({ ok: false });
  });

  test.each([
    ['another topic', changed({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:other' }), sentAt],
    ['an age of more than two hours', text, sentAt + 7_200_001],
    ['a time far ahead', text, sentAt - 7_200_001],
    ['a time that is none', changed({ Timestamp: 'now' }), sentAt],
    ['an unknown version of signature', changed({ SignatureVersion: '3' }), sentAt],
    ['a body that is no JSON', 'SNS', sentAt],
    ['a body of another shape', '{}', sentAt],
  ])('is refused before anything is fetched: %s', (_what, body, now) => {
    expect(awsSns.locate(request(body, now), { topicArn })).toMatchObject({ ok: false });
  });

  test.each([
    ['one character of the message changed', changed({ Message: JSON.parse(text).Message.replace('ALARM', 'aLARM') })],
    ['another subject', changed({ Subject: 'other' })],
    ['no subject', changed({ Subject: undefined })],
    ['another type', changed({ Type: 'UnsubscribeConfirmation' })],
    ['an empty signature', changed({ Signature: '' })],
    ['a signature that is no base64', changed({ Signature: '%%%' })],
    ['the older algorithm', changed({ SignatureVersion: '1' })],
  ])('is not proved: %s', (_what, body) => {
    expect(awsSns.verify(request(body), certificate, { topicArn })).toMatchObject({ ok: false, fault: 'sender' });
  });

  test('is our own trouble where the certificate can not be read', () => {
    expect(awsSns.verify(request(text), 'no certificate', { topicArn })).toMatchObject({ ok: false, fault: 'ours' });
  });
});

test('a URL of SNS is one in a region of AWS', () => {
  expect(isSnsUrl('https://sns.cn-north-1.amazonaws.com.cn/?Action=ConfirmSubscription')).toBe(true);
  expect(isSnsUrl('https://sns.amazonaws.com/')).toBe(false);
});
