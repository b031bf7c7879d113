import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { alarms } from '../../../infra/alarms/alarms.ts';
import { metricNamespace, metrics } from '../../../shared/core/metrics/metrics.ts';
import { renderValue } from '../statements.ts';
import { exampleConfig, synthesize } from '../synthesize.ts';

const minimal = exampleConfig('minimal');
const template = synthesize(minimal);
const several = synthesize(exampleConfig('several-deployments'));
const own = synthesize(exampleConfig('own-network'));
const runbooks = 'docs/operations/runbooks';

const alarmNamed = (name: string, from = template) => {
  const found = Object.values(from.findResources('AWS::CloudWatch::Alarm'));
  return found.find(({ Properties }) => Properties['AlarmName'] === `Airmend-${name}`)?.['Properties'];
};

describe('every alarm', () => {
  test.each(alarms.map(({ name }) => [name]))('%s says what to do, on a page that is there', (name) => {
    const page = `${runbooks}/${name}.md`;
    expect(alarmNamed(name)?.AlarmDescription).toContain(page);
    expect(existsSync(page)).toBe(true);
    const text = readFileSync(page, 'utf8');
    for (const section of ['## What it means', '## Look', '## Mend', '## It is over when'])
      expect(text).toContain(section);
  });

  test('has a page, and every page its alarm', () => {
    const pages = readdirSync(runbooks).map((file) => file.replace(/\.md$/, ''));
    expect(pages.toSorted()).toEqual(alarms.map(({ name }) => name).toSorted());
  });

  test('links to where the config says that the pages are published', () => {
    expect(alarmNamed('dead-letters', several)?.AlarmDescription).toContain(
      'https://wiki.example.com/airmend/runbooks/dead-letters.md',
    );
  });

  test("reads Airmend's metrics of its own stack alone", () => {
    for (const { Properties } of Object.values(template.findResources('AWS::CloudWatch::Alarm'))) {
      if (Properties['Namespace'] !== metricNamespace) continue;
      expect(Object.keys(metrics)).toContain(Properties['MetricName']);
      expect(Properties['Dimensions']).toEqual([{ Name: 'service', Value: 'Airmend' }]);
    }
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function')))
      expect(Properties['Environment'].Variables.POWERTOOLS_SERVICE_NAME).toBe('Airmend');
  });

  test('tells when it begins and when it is over, on a topic that is not that of escalations', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::CloudWatch::Alarm'))) {
      expect(renderValue(Properties['AlarmActions'])).toBe('AirmendAlarmsTopic');
      expect(renderValue(Properties['OKActions'])).toBe('AirmendAlarmsTopic');
    }
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
          }),
        ]),
      },
    });
  });

  test("tells the team's own topic where one is configured, and the stack has none", () => {
    own.resourceCountIs('AWS::SNS::Topic', 1);
    own.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:platform-alarms'],
    });
  });
});

describe('the silence of the sweep', () => {
  test('is alarming, unlike any other', () => {
    const breaching = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
      .filter(({ Properties }) => Properties['TreatMissingData'] === 'breaching')
      .map(({ Properties }) => Properties['AlarmName']);
    expect(breaching).toEqual(['Airmend-sweep-silent']);
    expect(alarmNamed('sweep-silent')).toMatchObject({ Statistic: 'SampleCount', Period: 300, EvaluationPeriods: 2 });
  });

  test('is longer where sweeps come rarely', () => {
    const rare = synthesize({ ...minimal, intervals: { ...minimal.intervals, sweep: 30 * 60_000 } });
    expect(alarmNamed('sweep-silent', rare)).toMatchObject({ Period: 1_800 });
    expect(alarmNamed('work-overdue', rare)).toMatchObject({ Threshold: 5_400 });
  });
});

describe('the config', () => {
  test('may want neither alarms nor a dashboard', () => {
    const bare = synthesize({ ...minimal, aws: { ...minimal.aws, alarms: false, dashboard: false } });
    bare.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    bare.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    bare.resourceCountIs('AWS::SNS::Topic', 1);
  });
});
