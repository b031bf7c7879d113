import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { renderStatement, type Statement, statementsOfRole } from '../statements.ts';
import { type Example, exampleConfig, examples, synthesize } from '../synthesize.ts';

const templates = new Map<Example, Template>(examples.map((example) => [example, synthesize(exampleConfig(example))]));
const names = ['Ingest', 'Remediate', 'Sweep'] as const;
const roles = (example: Example, name: (typeof names)[number]): Statement[] => {
  const template = templates.get(example);
  return template === undefined ? [] : statementsOfRole(template, name);
};
const rendered = (example: Example, name: (typeof names)[number]) => roles(example, name).map(renderStatement);
const everyRole = examples.flatMap((example) => names.map((name) => [example, name] as const));

describe('the role of', () => {
  test('ingest in the smallest stack', () => {
    expect(rendered('minimal', 'Ingest')).toMatchSnapshot();
  });
  test('ingest with several sources, some of which AWS invokes', () => {
    expect(rendered('several-deployments', 'Ingest')).toMatchSnapshot();
  });
  test('remediate with several deployments', () => {
    expect(rendered('several-deployments', 'Remediate')).toMatchSnapshot();
  });
  test('the sweep', () => {
    expect(rendered('several-deployments', 'Sweep')).toMatchSnapshot();
  });
  test('a function in a network of the team', () => {
    expect(rendered('own-network', 'Sweep')).toMatchSnapshot();
  });
});

describe('every role', () => {
  test.each(everyRole)('in %s, %s: names what it may do, and on what', (example, name) => {
    for (const { Sid, Action, Resource } of roles(example, name)) {
      expect(Sid).toEqual(expect.any(String));
      expect(JSON.stringify(Action)).not.toContain('*');
      // The one exception is argued where it is written: EC2 names no interface before it is there.
      const isNetwork = example === 'own-network' && ['AttachToNetwork', 'OnlyLambdaItself'].includes(String(Sid));
      if (!isNetwork) expect(JSON.stringify(Resource)).not.toContain('*');
    }
  });

  test.each(examples)('in %s: reads no secret that another function reads', (example) => {
    const secretsOf = (name: (typeof names)[number]) =>
      roles(example, name)
        .filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:'))
        .flatMap(({ Resource }) => [Resource].flat())
        .map((resource) => JSON.stringify(resource));
    const { deployments, sources } = exampleConfig(example);
    expect(secretsOf('Sweep')).toEqual([]);
    expect(secretsOf('Remediate')).toHaveLength(Object.keys(deployments).length);
    expect(secretsOf('Remediate').every((secret) => secret.includes('AirmendToken'))).toBe(true);
    expect(secretsOf('Ingest').every((secret) => secret.includes('AirmendSource'))).toBe(true);
    expect(secretsOf('Ingest').length).toBeLessThanOrEqual(Object.keys(sources).length);
  });

  test.each(everyRole)('in %s, %s: uses the key for a service alone, never by itself', (example, name) => {
    const uses = roles(example, name).filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
    expect(uses.length).toBeGreaterThan(0);
    for (const { Condition } of uses) expect(JSON.stringify(Condition)).toContain('kms:ViaService');
  });
});
