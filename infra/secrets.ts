import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { sourceSecretOf } from '../shared/core/config/config.ts';
import type { SourceConfig } from '../shared/core/config/source-config.ts';

/**
 * A secret for an Airflow API token, without a value: a template never holds one. CDK's own `Secret` can't be empty, it generates a value.
 * Put the token with `aws secretsmanager put-secret-value`. Gives its ARN.
 */
export function createTokenSecret(
  scope: Construct,
  id: string,
  props: { name: string; deployment: string; isDisposable: boolean },
): string {
  const { name, deployment, isDisposable } = props;
  const description = `API token of the Airflow deployment ${deployment}, read by Airmend's remediate function`;
  const secret = new CfnSecret(scope, id, { name, description });
  secret.applyRemovalPolicy(isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
  return secret.ref;
}

/**
 * The secret a source's sender shares with Airmend: generated, read it once to configure the sender. Of letters and digits,
 * and as long as base64 wants it, so that it is a key of Standard Webhooks as well. `user:password` is the sender's to choose:
 * that secret has no value until it is put.
 */
export function createSourceSecret(
  scope: Construct,
  id: string,
  props: { source: string; settings: SourceConfig; isDisposable: boolean },
): string {
  const { source, settings, isDisposable } = props;
  const name = sourceSecretOf(source, settings);
  const description = `Shared with the sender of the source ${source}, read by Airmend's ingest function`;
  const generateSecretString = { passwordLength: 44, excludePunctuation: true };
  const isChosen = settings.authentication.scheme === 'basic';
  const secret = new CfnSecret(scope, id, { name, description, ...(isChosen ? {} : { generateSecretString }) });
  secret.applyRemovalPolicy(isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
  return secret.ref;
}
