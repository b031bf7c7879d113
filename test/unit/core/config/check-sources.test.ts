import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../../../shared/core/config/parse-config.ts';

const mapping = { fields: { dagId: 'dag' } };

function codes(source: Record<string, unknown>): string[] {
  const config = {
    version: 1,
    deployments: { production: { organizationId: 'o', workspaceId: 'w', runtimeId: 'r' } },
    channels: { oncall: {} },
    sources: { one: { kind: 'generic', deployments: ['production'], authentication: { scheme: 'bearer' }, ...source } },
  };
  const parsed = parseConfig({ text: JSON.stringify(config) });
  return parsed.ok ? [] : parsed.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
}

const topicArn = 'arn:aws:sns:us-east-1:123456789012:alarms';
const sns = (given: Record<string, unknown>) => ({ kind: 'aws-sns', authentication: { scheme: 'aws-sns', ...given } });

describe('a source of the config', () => {
  test.each<[string, Record<string, unknown>]>([
    ['with a mapping', { mapping }],
    [
      'with fallbacks, a pattern and other words',
      {
        mapping: {
          each: 'alerts[]',
          when: "state == 'bad'",
          fields: { dagId: ['a', 'b.c'], taskId: { from: 'text', pattern: 'task=(\\S+)', map: { x: 'y' } } },
          required: ['dagId'],
        },
      },
    ],
    ['of SNS with its topic', sns({ topicArn })],
    ['with a certificate of this machine', sns({ topicArn, certificateOrigin: 'http://127.0.0.1:4000' })],
    ['with a lookup', { mapping, lookup: { env: { prod: 'production' } } }],
  ])('loads %s', (_what, source) => expect(codes(source)).toEqual([]));

  test.each<[string, Record<string, unknown>, string]>([
    [
      'a scheme its sender does not have',
      { kind: 'pagerduty', authentication: { scheme: 'bearer' } },
      'wrong-scheme /sources/one/authentication/scheme',
    ],
    [
      'HTTP for EventBridge',
      { kind: 'eventbridge', authentication: { scheme: 'bearer' } },
      'wrong-scheme /sources/one/authentication/scheme',
    ],
    ['no authentication', { mapping, authentication: undefined }, 'missing-key /sources/one/authentication'],
    [
      'authentication that is off',
      { mapping, authentication: { scheme: 'none' } },
      'unknown-value /sources/one/authentication/scheme',
    ],
    ['SNS without its topic', sns({}), 'missing-key /sources/one/authentication'],
    [
      'certificates from elsewhere',
      sns({ topicArn, certificateOrigin: 'https://evil.io' }),
      'wrong-value /sources/one/authentication/certificateOrigin',
    ],
    ['no mapping', {}, 'missing-key /sources/one'],
    ['a mapping of a kind that has none', { kind: 'grafana', mapping }, 'unknown-key /sources/one/mapping'],
    [
      'an expression that is none',
      { mapping: { fields: { dagId: 'a[' } } },
      'wrong-expression /sources/one/mapping/fields/dagId',
    ],
    [
      'an unknown function',
      { mapping: { fields: { dagId: 'nope(a)' } } },
      'wrong-expression /sources/one/mapping/fields/dagId',
    ],
    [
      'a pattern that is none',
      { mapping: { fields: { dagId: { from: 'a', pattern: '(' } } } },
      'wrong-regex /sources/one/mapping/fields/dagId',
    ],
    [
      'a pattern that is not linear',
      { mapping: { fields: { dagId: { from: 'a', pattern: '(?=a)' } } } },
      'wrong-regex /sources/one/mapping/fields/dagId',
    ],
    [
      'a required field that is nowhere',
      { mapping: { ...mapping, required: ['taskId'] } },
      'missing-key /sources/one/mapping/required/0',
    ],
    [
      'a lookup of a deployment it may not speak for',
      { mapping, lookup: { env: { prod: 'other' } } },
      'foreign-lookup /sources/one/lookup/env/prod',
    ],
  ])('does not load with %s', (_what, source, code) => expect(codes(source)).toContain(code));
});
