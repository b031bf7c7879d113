import { describe, expect, test } from '@jest/globals';
import {
  apiAddressOf,
  type DeploymentConfig,
  deploymentIdOf,
  searchedDagsOf,
} from '../../../../shared/core/config/deployment-config.ts';
import { parseConfig } from '../../../../shared/core/config/parse-config.ts';

type Written = Readonly<Record<string, unknown>>;

function parse(deployments: Readonly<Record<string, Written>>) {
  return parseConfig({ text: JSON.stringify({ version: 1, deployments, channels: { oncall: {} }, sources: {} }) });
}

function codes(deployment: Written): string[] {
  const parsed = parse({ production: deployment });
  return parsed.ok ? [] : parsed.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
}

function load(deployment: Written): DeploymentConfig {
  const parsed = parse({ production: deployment });
  const found = parsed.ok ? parsed.config.deployments['production'] : undefined;
  if (found === undefined) throw new Error('does not load');
  return found;
}

const astro = { organizationId: 'o', workspaceId: 'w', runtimeId: 'r' };
const own = { id: 'warehouse', baseUrl: 'https://airflow.example.com' };

describe('a deployment loads', () => {
  test.each<[string, Written]>([
    ['on Astro, by the core API', astro],
    ['on Astro, by the API of Airflow 3', { ...astro, kind: 'airflow-3', baseUrl: 'https://x.astronomer.run/abc' }],
    ['with user and password of Airflow 3', { ...own, kind: 'airflow-3', authentication: 'password' }],
    ['with user and password of Airflow 2', { ...own, kind: 'airflow-2', authentication: 'basic' }],
    ['with a token from a JSON secret', { ...own, kind: 'airflow-2', tokenKey: 'token' }],
    ['on this machine', { ...own, kind: 'airflow-3', baseUrl: 'http://127.0.0.1:8080' }],
  ])('%s', (_what, deployment) => expect(codes(deployment)).toEqual([]));
});

describe('a deployment is refused', () => {
  const at = '/deployments/production';
  test.each<[string, Written, string[]]>([
    [
      'of Astro without its ids',
      {},
      ['organizationId', 'workspaceId', 'runtimeId'].map((key) => `missing-key ${at}/${key}`),
    ],
    ['of Astro with an id of one’s own', { ...astro, id: 'x' }, [`foreign-key ${at}/id`]],
    ['of Astro with a password', { ...astro, authentication: 'password' }, [`wrong-value ${at}/authentication`]],
    ['of Astro with every DAG', { ...astro, dags: ['a', '~'] }, [`wrong-value ${at}/dags/1`]],
    ['without an address', { id: 'a', kind: 'airflow-3' }, [`missing-key ${at}/baseUrl`]],
    ['without an id', { baseUrl: own.baseUrl, kind: 'airflow-2' }, [`missing-key ${at}/id`]],
    ['with two ids', { ...own, runtimeId: 'r', kind: 'airflow-2' }, [`foreign-key ${at}/id`]],
    [
      'with the address of the API',
      { ...own, baseUrl: `${own.baseUrl}/api/v2/`, kind: 'airflow-3' },
      [`wrong-value ${at}/baseUrl`],
    ],
    [
      'with Basic at Airflow 3',
      { ...own, kind: 'airflow-3', authentication: 'basic' },
      [`wrong-value ${at}/authentication`],
    ],
    [
      'with a login at Airflow 2',
      { ...own, kind: 'airflow-2', authentication: 'password' },
      [`wrong-value ${at}/authentication`],
    ],
    [
      'with a key of a token that there is not',
      { ...own, kind: 'airflow-2', authentication: 'basic', tokenKey: 't' },
      [`foreign-key ${at}/tokenKey`],
    ],
    ['of an unknown kind', { ...own, kind: 'airflow-1' }, [`unknown-value ${at}/kind`]],
  ])('%s', (_what, deployment, expected) => expect(codes(deployment)).toEqual(expected));

  test('that is another one by its id', () => {
    const parsed = parse({ one: { ...own, kind: 'airflow-3' }, two: { ...own, kind: 'airflow-2' } });
    expect(parsed.ok ? [] : parsed.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'shared-runtime /deployments/two/id',
    ]);
  });
});

describe('what follows from the kind', () => {
  test('the address and the ids of Astro, or the address and the authentication of Airflow', () => {
    expect(apiAddressOf('production', load(astro))).toEqual({
      kind: 'astro-core-v1alpha1',
      ...astro,
      baseUrl: 'https://api.astronomer.io/v1alpha1',
    });
    expect(apiAddressOf('production', load({ ...own, kind: 'airflow-3' }))).toEqual({
      kind: 'airflow-3',
      baseUrl: own.baseUrl,
      authentication: 'bearer',
    });
  });

  test('the ledger’s id stays the same when a deployment on Astro changes its API', () => {
    const changed = load({ ...astro, kind: 'airflow-3', baseUrl: 'https://x.astronomer.run/abc' });
    expect(deploymentIdOf(changed)).toBe(deploymentIdOf(load(astro)));
  });

  test('every DAG is searched where the API can, unless DAGs are named', () => {
    expect(searchedDagsOf(load(astro))).toEqual([]);
    expect(searchedDagsOf(load({ ...own, kind: 'airflow-3' }))).toEqual(['~']);
    expect(searchedDagsOf(load({ ...own, kind: 'airflow-3', dags: ['orders'] }))).toEqual(['orders']);
    expect(searchedDagsOf(load({ ...own, kind: 'airflow-2', dags: [] }))).toEqual([]);
  });
});
