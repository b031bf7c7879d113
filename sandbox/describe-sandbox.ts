import type { Sandbox } from './sandbox.ts';

/** Where everything of a running sandbox is, and the secrets its senders share, as JSON. */
export function describeSandbox({ service, door, loaded, config, snsTopic, sourceSecret }: Sandbox) {
  const sources = Object.keys(loaded.config.sources);
  return {
    tableName: service.dynamoDb.tableName,
    dynamoDbUrl: service.dynamoDb.url,
    sqsUrl: service.sqsSns.url,
    queueUrl: service.sqsSns.queue.url,
    deadLettersUrl: service.sqsSns.deadLetters.url,
    secretsUrl: service.secrets.url,
    ingestUrl: service.ingestUrl,
    doorUrl: door.url,
    configFile: loaded.configFile,
    policyFile: loaded.policyFile,
    config: JSON.parse(config) as unknown,
    sourceSecrets: Object.fromEntries(sources.map((source) => [source, sourceSecret(source)])),
    topicKey:
      snsTopic === null ? null : { privateKeyPem: snsTopic.privateKeyPem, certificateUrl: snsTopic.certificateUrl },
  };
}
