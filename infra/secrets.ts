import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

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

/** The secret a source's sender shares with Airmend: generated, read it once to configure the sender. */
export function createSourceSecret(
  scope: Construct,
  id: string,
  props: { name: string; source: string; isDisposable: boolean },
): string {
  const { name, source, isDisposable } = props;
  const secret = new Secret(scope, id, {
    secretName: name,
    description: `Shared with the sender of the source ${source}, read by Airmend's ingest function`,
    generateSecretString: { passwordLength: 43, excludePunctuation: true },
    removalPolicy: isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
  return secret.secretArn;
}
