import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { AwsConfig } from '../shared/core/config/aws.ts';
import type { Network } from './network.ts';

/** What every part of the stack is placed in. */
export interface Surroundings {
  /** The folder that `bundleFunctions` filled. */
  readonly bundles: string;
  /** Leave nothing behind when the stack is deleted. */
  readonly isDisposable: boolean;
  readonly key: IKey;
  readonly aws: AwsConfig;
  /** The team's own VPC; null: none is needed. */
  readonly network: Network | null;
}
