import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  type IDomainName,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { FunctionUrlAuthType, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Surroundings } from './surroundings.ts';

export interface EdgeProps extends Surroundings {
  readonly ingest: IFunction;
}

const ownSchemes =
  "Every sender proves itself by its source's own scheme inside the function, and nothing is done before: alerting tools can't sign for IAM.";

/** The one public address of the service: where senders post. Either kind hands the function the same event. */
export class Edge extends Construct {
  /** Ends with a slash: a source's webhook is this and its name. */
  readonly url: string;
  /** What a domain of the team's own is to point at. */
  readonly domainTarget: string | undefined;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    if (props.aws.edge === 'function-url') {
      this.url = props.ingest.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
      return;
    }
    const domain = this.#createDomain(props);
    const api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      description: "Airmend's ingest",
      createDefaultStage: false,
      // The certificate's name is then the only one.
      disableExecuteApiEndpoint: domain !== undefined,
    });
    this.#createRoute(api, props);
    const stage = this.#createStage(api, props, domain);
    this.url = domain === undefined ? stage.url : `https://${props.aws.domain?.name}/`;
    this.domainTarget = domain?.regionalDomainName;
  }

  #createDomain({ aws: { domain } }: EdgeProps): IDomainName | undefined {
    if (domain === null) return undefined;
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn);
    return new DomainName(this, 'Domain', { domainName: domain.name, certificate });
  }

  #createRoute(api: HttpApi, { ingest }: EdgeProps): void {
    const integration = new HttpLambdaIntegration('Ingest', ingest);
    for (const route of api.addRoutes({ path: '/{source}', methods: [HttpMethod.POST], integration }))
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: ownSchemes });
  }

  #createStage(api: HttpApi, { aws, key, isDisposable }: EdgeProps, domain: IDomainName | undefined): HttpStage {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: aws.logRetentionDays,
      encryptionKey: key,
      removalPolicy: isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      throttle: { rateLimit: aws.requestsPerSecond, burstLimit: aws.requestsPerSecond * 2 },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: accessLogFormat },
      ...(domain === undefined ? {} : { domainMapping: { domainName: domain } }),
    });
  }
}

/** No header and no body: those carry secrets. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    sourceIp: '$context.identity.sourceIp',
    route: '$context.routeKey',
    path: '$context.path',
    status: '$context.status',
    responseBytes: '$context.responseLength',
    error: '$context.integrationErrorMessage',
  }),
);
