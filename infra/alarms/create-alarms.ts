import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Surroundings } from '../surroundings.ts';
import { type AlarmDefinition, alarms } from './alarms.ts';
import { readMetric, type Watched } from './watched.ts';

export interface AlarmsProps extends Surroundings {
  readonly watched: Watched;
  readonly sweepEveryMs: number;
}

const runbooksInRepository = 'docs/operations/runbooks';

/** The alarms about Airmend itself, on a topic of their own: whom Airmend can't tell, they tell. */
export class Alarms extends Construct {
  readonly topic: ITopic;
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { aws } = props;
    this.topic =
      aws.alarmTopicArn === null ? this.#createTopic(props) : Topic.fromTopicArn(this, 'Topic', aws.alarmTopicArn);
    const action = new SnsAction(this.topic);
    this.all = alarms.map((definition) => {
      const alarm = this.#createAlarm(forSweepsEvery(definition, props.sweepEveryMs), props);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }

  #createTopic({ key }: AlarmsProps): Topic {
    const topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }

  #createAlarm(definition: AlarmDefinition, { aws, watched }: AlarmsProps): Alarm {
    const { name, meaning, reads, when, threshold, periodMinutes, periods, silence } = definition;
    const [datapointsToAlarm, evaluationPeriods] = periods;
    const runbook = `${(aws.runbooksUrl ?? runbooksInRepository).replace(/\/$/, '')}/${name}.md`;
    return new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${meaning} What to do: ${runbook}`,
      metric: readMetric(this, reads, Duration.minutes(periodMinutes), watched),
      threshold,
      comparisonOperator:
        when === 'below'
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData: silence === 'breaching' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }
}

/** A sweep that is configured to come rarely is silent, and its work overdue, the later. */
function forSweepsEvery(definition: AlarmDefinition, everyMs: number): AlarmDefinition {
  const { reads, periodMinutes, threshold } = definition;
  if (reads.of !== 'airmend' || reads.metric !== 'WorkOverdueSeconds') return definition;
  const everyMinutes = Math.ceil(everyMs / 60_000);
  if (reads.statistic === 'SampleCount') return { ...definition, periodMinutes: Math.max(periodMinutes, everyMinutes) };
  return { ...definition, threshold: Math.max(threshold, 3 * everyMinutes * 60) };
}
