import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, serviceSettings } from './service-settings.ts';

export interface ServiceFunctionProps {
  readonly name: FunctionName;
  /** Where `bundleFunctions` put the bundles. */
  readonly bundles: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly isDisposable: boolean;
}

/** One function of the service: its bundle, its log group and a role that may do nothing but write to it until it is granted more. */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, { name, bundles, environment, isDisposable }: ServiceFunctionProps) {
    super(scope, id);
    const { memoryMb, timeoutMs } = serviceSettings[name];
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(bundles, name)),
      memorySize: memoryMb,
      timeout: Duration.millis(timeoutMs),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      role,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...environment },
    });
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
