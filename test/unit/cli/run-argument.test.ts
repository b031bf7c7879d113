import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deploymentIdOf, parseRun } from '../../../cli/run-argument.ts';
import { UsageError } from '../../../cli/usage-error.ts';

const aDeployment = (runtimeId: string) => ({ organizationId: 'o', workspaceId: 'w', runtimeId });
const aConfig = (deployments: object) => ({ version: 1, deployments, sources: {}, channels: { oncall: {} } });

describe('the deployment that a command means', () => {
  const before = process.cwd();
  beforeEach(() => process.chdir(mkdtempSync(join(tmpdir(), 'airmend-cli-'))));
  afterEach(() => process.chdir(before));
  const writeConfig = (deployments: object) =>
    writeFileSync('airmend.config.json', JSON.stringify(aConfig(deployments)));

  test('is the only one of the config', () => {
    writeConfig({ production: aDeployment('runtime-1') });
    expect(deploymentIdOf({}, false)).toBe('runtime-1');
  });

  test('is the one that is named, by name or by id', () => {
    writeConfig({ production: aDeployment('runtime-1'), staging: aDeployment('runtime-2') });
    expect(deploymentIdOf({ deployment: 'staging' }, false)).toBe('runtime-2');
    expect(deploymentIdOf({ deployment: 'runtime-1' }, false)).toBe('runtime-1');
  });

  test('has to be named where there are several', () => {
    writeConfig({ production: aDeployment('runtime-1'), staging: aDeployment('runtime-2') });
    expect(() => deploymentIdOf({}, false)).toThrow('name the deployment with --deployment: production, staging');
  });

  test('can be an id where there is no config, and has to be', () => {
    expect(deploymentIdOf({ deployment: 'runtime-9' }, false)).toBe('runtime-9');
    expect(() => deploymentIdOf({}, false)).toThrow(UsageError);
  });

  test("is the running sandbox's own, whatever config it was started with", () => {
    mkdirSync('.airmend');
    const urls = Object.fromEntries(
      ['dynamoDbUrl', 'sqsUrl', 'queueUrl', 'deadLettersUrl', 'secretsUrl', 'ingestUrl', 'doorUrl'].map((name) => [
        name,
        'http://127.0.0.1:1',
      ]),
    );
    const config = aConfig({ mine: aDeployment('runtime-mine') });
    writeFileSync(
      '.airmend/sandbox.json',
      JSON.stringify({
        tableName: 'ledger',
        ...urls,
        configFile: 'c',
        policyFile: 'p',
        config,
        sourceSecrets: {},
        topicKey: null,
      }),
    );
    expect(deploymentIdOf({}, true)).toBe('runtime-mine');
  });
});

describe('a run on the command line', () => {
  test('is split at the first slash: a run id may hold more', () => {
    expect(parseRun('etl/a/b', 'd')).toEqual({ deploymentId: 'd', dagId: 'etl', dagRunId: 'a/b' });
  });

  test.each(['etl', '/run', 'etl/'])('%s is refused', (run) => expect(() => parseRun(run, 'd')).toThrow(UsageError));
});
