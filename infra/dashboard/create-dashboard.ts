import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { MetricName } from '../../shared/core/metrics/metrics.ts';
import { functionMetric, ownMetric, readMetric, type Watched } from '../alarms/watched.ts';
import { functionNames } from '../service-settings.ts';
import { type Formula, formulas } from './formulas.ts';

export interface DashboardProps {
  readonly watched: Watched;
  /** None where the stack has no alarms. */
  readonly alarms: readonly Alarm[];
}

const width = 24;
const minutes5 = Duration.minutes(5);
const hour = Duration.hours(1);

/** Three questions: is it working, what did it do, what did it save. */
export function createDashboard(scope: Construct, id: string, props: DashboardProps): Dashboard {
  const { stackName, region } = Stack.of(scope);
  return new Dashboard(scope, id, {
    dashboardName: `${stackName}-${region}`,
    defaultInterval: Duration.days(7),
    widgets: [
      [heading('Is it working?')],
      ...(props.alarms.length > 0
        ? [[new AlarmStatusWidget({ title: 'alarms', width, alarms: [...props.alarms] })]]
        : []),
      isItWorking(scope, props),
      [heading('What did it do?')],
      whatDidItDo(scope),
      [heading('What did it save?')],
      whatDidItSave(scope),
    ],
  });
}

function isItWorking(scope: Construct, { watched }: DashboardProps): IWidget[] {
  const age = 'ApproximateAgeOfOldestMessage';
  const errors = functionNames.map((name) => functionMetric(watched.functions[name], 'Errors', minutes5));
  return row([
    [
      'alerts taken, refused, doubled',
      counts(scope, ['ReportsAccepted', 'ReportsDuplicate', 'ReportsIgnored', 'RequestsRefused']),
    ],
    [
      'seconds that work has waited',
      [
        ownMetric(scope, 'WorkOverdueSeconds', minutes5),
        readMetric(scope, { of: 'queue', metric: age }, minutes5, watched),
      ],
    ],
    ['failed invocations', errors],
  ]);
}

function whatDidItDo(scope: Construct): IWidget[] {
  return row([
    ['looks and writes', counts(scope, ['Looks', 'Writes'])],
    [
      'how incidents ended',
      counts(scope, [
        'IncidentsRemedied',
        'IncidentsRecovered',
        'IncidentsEscalated',
        'IncidentsObserved',
        'IncidentsLeft',
      ]),
    ],
    ['people told', counts(scope, ['NotificationsSent', 'NotificationsFailed'])],
  ]);
}

function whatDidItSave(scope: Construct): IWidget[] {
  return [
    new SingleValueWidget({
      title: 'over the time that is shown',
      width,
      height: 4,
      setPeriodToTimeRange: true,
      metrics: Object.values(formulas).map((formula) => toExpression(scope, formula)),
    }),
  ];
}

function toExpression(scope: Construct, { title, expression, uses }: Formula): MathExpression {
  const usingMetrics = Object.fromEntries(
    Object.entries(uses).map(([variable, metric]) => [variable, ownMetric(scope, metric, hour)]),
  );
  return new MathExpression({ label: title, expression, usingMetrics, period: hour });
}

function counts(scope: Construct, names: readonly MetricName[]): IMetric[] {
  return names.map((name) => ownMetric(scope, name, hour));
}

function row(graphs: readonly (readonly [title: string, metrics: readonly IMetric[]])[]): IWidget[] {
  return graphs.map(
    ([title, metrics]) => new GraphWidget({ title, width: width / graphs.length, left: [...metrics], stacked: false }),
  );
}

function heading(text: string): TextWidget {
  return new TextWidget({ markdown: `# ${text}`, width, height: 1 });
}
