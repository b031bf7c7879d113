import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { renderValue } from '../statements.ts';
import { exampleConfig, synthesize } from '../synthesize.ts';

const minimal = exampleConfig('minimal');
const byUrl = synthesize(minimal);
const byApi = synthesize(exampleConfig('own-network'));

describe('a Function URL', () => {
  test('lets the world call ingest alone, by both permissions that it needs', () => {
    byUrl.resourceCountIs('AWS::Lambda::Url', 1);
    byUrl.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    for (const Action of ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'])
      byUrl.hasResourceProperties('AWS::Lambda::Permission', { Action, Principal: '*' });
    for (const { Properties } of Object.values(byUrl.findResources('AWS::Lambda::Permission')))
      if (Properties['Principal'] === '*') expect(renderValue(Properties['FunctionName'])).toContain('IngestLive');
  });
});

describe('an HTTP API', () => {
  test('has one route, and nothing else is open', () => {
    byApi.resourceCountIs('AWS::Lambda::Url', 0);
    byApi.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
    byApi.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /{source}' });
    byApi.resourcePropertiesCountIs('AWS::Lambda::Permission', { Principal: '*' }, 0);
  });

  test('hands ingest the event that a Function URL would', () => {
    byApi.hasResourceProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' });
  });

  test('answers 429 past the configured rate, and logs who asked but no header and no body', () => {
    byApi.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 25, ThrottlingBurstLimit: 50 },
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('header|authorizer|body')) },
    });
  });

  test("is reached by the team's domain alone", () => {
    byApi.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    byApi.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'airmend.example.com' });
    byApi.hasOutput('*', { Value: 'https://airmend.example.com/' });
    expect(Object.keys(byApi.findOutputs('*')).some((id) => id.includes('IngestDomainTarget'))).toBe(true);
  });

  test('has its own address where there is no domain', () => {
    const config = { ...minimal, aws: { ...minimal.aws, edge: 'http-api' as const } };
    const plain = synthesize(config);
    plain.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: false });
    plain.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
  });
});

describe("a network of the team's own", () => {
  test('holds every function, and nothing in it is made or changed', () => {
    byApi.allResourcesProperties('AWS::Lambda::Function', {
      VpcConfig: {
        SubnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1b2c3d4e5f607182a'],
        SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'],
      },
    });
    const ec2 = Object.values(byApi.toJSON()['Resources']).filter((resource) =>
      JSON.stringify(resource).includes('"Type":"AWS::EC2'),
    );
    expect(ec2).toEqual([]);
  });
});
