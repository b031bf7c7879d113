import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RealAirflow } from './real-airflow.ts';

export const deploymentId = 'interop';
export const deployment = 'real';
export const source = 'native';
/** Airflow's own failure callbacks. */
export const callbackSource = 'callbacks';

/** Writes a team's config, policy and secrets for a real Airflow: every DAG is searched, and all waits are short. */
export function writeDocuments({ url, kind, airmend }: RealAirflow, callbackSecret: string) {
  const folder = mkdtempSync(join(tmpdir(), 'airmend-interop-'));
  const write = (name: string, content: object): string => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const authentication = kind === 'airflow-3' ? 'password' : 'basic';
  const spoken = { deployments: [deployment], authentication: { scheme: 'bearer' } };
  const sources = {
    [source]: { kind: 'airmend', ...spoken },
    [callbackSource]: { kind: 'airflow-callback', ...spoken },
  };
  return {
    folder,
    configFile: write('airmend.config.json', {
      version: 1,
      deployments: { [deployment]: { kind, id: deploymentId, baseUrl: url, authentication } },
      sources,
      channels: { oncall: {} },
      intervals,
    }),
    policyFile: write('airmend.policy.json', policy),
    secretsFile: write('secrets.json', {
      [`airmend/${deployment}/token`]: airmend,
      [`airmend/source/${callbackSource}`]: callbackSecret,
    }),
  };
}

const intervals = {
  debounce: '1s',
  covered: '1s',
  sweep: '1s',
  lookCadence: ['2s', '3s', '4s'],
  freshHint: '5s',
  discovery: '3s',
  logSettle: '15s',
  send: '10s',
  request: '20s',
  settle: '5s',
  troubleBackoff: ['2s', '5s'],
  probe: '3s',
  lease: '30s',
};

const policy = {
  version: 1,
  mode: 'enforce',
  guardrails: { budgets: [{ per: 'deployment', clears: 100, within: '1h' }] },
  rules: [
    {
      name: 'a digest may be missing',
      match: { dagId: ['leaf'] },
      plan: [{ setState: 'success' }, { escalate: 'oncall' }],
    },
    {
      name: 'all else runs again, twice at most',
      match: { dagId: [{ exists: true }] },
      plan: [{ clear: {}, after: '1s' }, { clear: {}, after: '2s' }, { escalate: 'oncall' }],
    },
  ],
  otherwise: [{ escalate: 'oncall' }],
};
