import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

export interface IngestProps extends Pick<ServiceFunctionProps, 'bundles' | 'isDisposable'> {
  readonly queue: IQueue;
  readonly sourceSecretArns: readonly string[];
}

/** Takes alerts from outside: the only part with a public address. It may send to the queue and read the sources' secrets. */
export class Ingest extends Construct {
  readonly url: string;
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, { bundles, isDisposable, queue, sourceSecretArns }: IngestProps) {
    super(scope, id);
    const environment = { QUEUE_URL: queue.queueUrl };
    this.function = new ServiceFunction(this, 'Ingest', { name: 'ingest', bundles, isDisposable, environment });
    this.function.allow(['sqs:SendMessage'], [queue.queueArn]);
    if (sourceSecretArns.length > 0) this.function.allow(['secretsmanager:GetSecretValue'], sourceSecretArns);
    // Every sender authenticates by its source's own scheme inside the function: alerting tools can't sign for IAM.
    this.url = this.function.lambda.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
  }
}
