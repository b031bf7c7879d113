import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, type CfnSecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { sourceSecretOf } from '../shared/core/config/config.ts';
import type { SourceConfig } from '../shared/core/config/source-config.ts';

interface SecretSurroundings {
  readonly key: IKey;
  readonly isDisposable: boolean;
}

/**
 * A secret for an Airflow API token, without a value: a template never holds one. CDK's own `Secret` can't be empty, it generates a value.
 * Put the token with `aws secretsmanager put-secret-value`. Gives its ARN.
 */
export function createTokenSecret(
  scope: Construct,
  id: string,
  props: SecretSurroundings & { name: string; deployment: string },
): string {
  const { name, deployment, ...surroundings } = props;
  const description = `API token of the Airflow deployment ${deployment}, read by Airmend's remediate function`;
  return createSecret(scope, id, surroundings, {
    properties: { name, description },
    notRotated:
      'The token is issued by the Airflow side and put here by a person; an alarm tells in time before it ends, and a new one is used within minutes.',
  });
}

/**
 * The secret a source's sender shares with Airmend: generated, read it once to configure the sender. Of letters and digits,
 * and as long as base64 wants it, so that it is a key of Standard Webhooks as well. `user:password` is the sender's to choose:
 * that secret has no value until it is put.
 */
export function createSourceSecret(
  scope: Construct,
  id: string,
  props: SecretSurroundings & { source: string; settings: SourceConfig },
): string {
  const { source, settings, ...surroundings } = props;
  const name = sourceSecretOf(source, settings);
  const description = `Shared with the sender of the source ${source}, read by Airmend's ingest function`;
  const generateSecretString = { passwordLength: 44, excludePunctuation: true };
  const isChosen = settings.authentication.scheme === 'basic';
  return createSecret(scope, id, surroundings, {
    properties: { name, description, ...(isChosen ? {} : { generateSecretString }) },
    notRotated:
      'The sender has to learn a new value too, which no schedule can do: two values are good at once while a person rotates it.',
  });
}

function createSecret(
  scope: Construct,
  id: string,
  { key, isDisposable }: SecretSurroundings,
  { properties, notRotated }: { properties: CfnSecretProps; notRotated: string },
): string {
  const secret = new CfnSecret(scope, id, { ...properties, kmsKeyId: key.keyArn });
  secret.applyRemovalPolicy(isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: notRotated });
  return secret.attrId;
}
