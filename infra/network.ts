import { Validations } from 'aws-cdk-lib';
import { type ISecurityGroup, type ISubnet, type IVpc, SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { AwsConfig } from '../shared/core/config/aws.ts';

/** A VPC of the team's own, by its ids alone: synth asks AWS nothing. */
export interface Network {
  readonly vpc: IVpc;
  readonly vpcSubnets: { readonly subnets: ISubnet[] };
  readonly securityGroups: ISecurityGroup[];
}

export function findNetwork(scope: Construct, settings: AwsConfig['vpc']): Network | null {
  if (settings === null) return null;
  const { vpcId, subnetIds, securityGroupIds } = settings;
  const subnets = subnetIds.map((subnetId) => {
    const subnet = Subnet.fromSubnetId(scope, subnetId, subnetId);
    Validations.of(subnet).acknowledge({
      id: 'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId',
      reason: "The routes are the network team's; nothing is added to them here.",
    });
    return subnet;
  });
  return {
    // The zones are the subnets' own; CDK wants some and uses them for nothing here.
    vpc: Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId, availabilityZones: ['unused'] }),
    vpcSubnets: { subnets },
    securityGroups: securityGroupIds.map((group) => SecurityGroup.fromSecurityGroupId(scope, group, group)),
  };
}
