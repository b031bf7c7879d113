import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedAstro, startSimulatedAstro } from '../../sandbox/simulated-astro.ts';
import { root } from '../house/source-files.ts';
import { failsOnce, waitFor } from './a-running-sandbox.ts';

const deployment = { name: 'production', organizationId: 'o', workspaceId: 'w', runtimeId: 'runtime-own' };
const dagRunId = 'scheduled__2026-11-24T00:00:00+00:00';
const intervals = {
  debounce: '1s',
  covered: '0s',
  sweep: '1s',
  lookCadence: ['1s'],
  freshHint: '2s',
  discovery: '2s',
  send: '2s',
  request: '2s',
  settle: '1s',
  troubleBackoff: ['1s'],
  probe: '1s',
  lease: '5s',
  logSettle: '3s',
};
const rule = { name: 'all', match: { dagId: [{ exists: true }] }, plan: [{ clear: {} }, { escalate: 'oncall' }] };
const policy = (mode: string) =>
  JSON.stringify({ version: 1, mode, rules: [rule], otherwise: [{ escalate: 'oncall' }] });

describe("npm start with a config of one's own", () => {
  let astro: SimulatedAstro;
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'airmend-own-'));
    astro = await startSimulatedAstro({ deployments: [deployment], onCall: () => {}, onEvent: () => {} });
    const { name, ...ids } = deployment;
    const sources = { native: { kind: 'airmend', deployments: [name], authentication: { scheme: 'bearer' } } };
    write(
      'airmend.config.json',
      JSON.stringify({
        version: 1,
        deployments: { [name]: { ...ids, baseUrl: astro.url } },
        sources,
        channels: { oncall: {} },
        intervals,
      }),
    );
    write('policy.json', policy('enforce'));
    write(
      'secrets.json',
      JSON.stringify({ 'airmend/production/token': astro.tokens.get('production'), 'airmend/source/native': 'shared' }),
    );
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await astro.close();
  });
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const model = () => {
    const found = astro.models.get('production');
    if (found === undefined) throw new Error('the Airflow is missing');
    return found;
  };

  function start(...more: string[]) {
    const lines: Record<string, unknown>[] = [];
    const args = [
      'sandbox/start.ts',
      '--json',
      '--config',
      join(folder, 'airmend.config.json'),
      '--policy',
      join(folder, 'policy.json'),
      '--secrets',
      join(folder, 'secrets.json'),
      ...more,
    ];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
    const seen = (event: string) => lines.filter((line) => line['event'] === event);
    return {
      child,
      lines,
      seen,
      ended: once(child, 'exit'),
      ready: () => waitFor('it is ready', async () => lines.length > 0),
    };
  }

  async function failRun(dagId: string): Promise<void> {
    model().addDag({ dagId, tasks: [{ taskId: 'load', durationMs: 100, outcomes: failsOnce }] }, Date.now());
    model().triggerRun({ dagId, dagRunId, logicalAt: Date.now() }, Date.now());
    await waitFor('it fails', async () => model().findRun(dagId, dagRunId)?.state === 'failed');
  }

  const post = (ingestUrl: unknown, dagId: string) =>
    fetch(`${String(ingestUrl)}/native`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer shared' },
      body: JSON.stringify({ reports: [{ dagId, dagRunId }] }),
    });

  test('heals it over its own API, says where alerts go first, and ends once it is idle', async () => {
    const { lines, ended, ready, seen } = start('--until-idle');
    await ready();
    expect(lines[0]).toMatchObject({ type: 'ready', ingestUrl: expect.stringMatching(/^http/), astroUrl: null });
    await waitFor('it is adopted', async () => seen('deployment-adopted').length > 0);
    await failRun('etl');
    expect((await post(lines[0]?.['ingestUrl'], 'etl')).status).toBe(202);
    expect(await ended).toEqual([0, null]);
    expect(model().findRun('etl', dagRunId)?.state).toBe('success');
    expect(seen('incident-closed')).toEqual([expect.objectContaining({ outcome: 'remedied' })]);
  }, 180_000);

  test('takes over a changed policy, refuses a bad one, and keeps its data between starts', async () => {
    write('policy.json', policy('observe'));
    const keep = ['--keep', join(folder, 'kept')];
    const first = start(...keep);
    await first.ready();
    await failRun('observed');
    await post(first.lines[0]?.['ingestUrl'], 'observed');
    await waitFor('it is observed', async () =>
      first.seen('incident-closed').some(({ outcome }) => outcome === 'observed'),
    );
    write('policy.json', '{"version": 1, "rulez": []}');
    await waitFor('the bad policy is refused', async () =>
      first.lines.some(({ text }) => String(text).includes('did you mean `rules`')),
    );
    write('policy.json', policy('enforce'));
    await waitFor('the good policy is taken over', async () =>
      first.lines.some(({ text }) => text === 'the changed policy is taken over'),
    );
    await waitFor('the sweep has noted what may act now', async () =>
      first.seen('deployment-adopted').some(({ enforcing }) => String(enforcing).includes('rule:all')),
    );
    await failRun('enforced');
    await post(first.lines[0]?.['ingestUrl'], 'enforced');
    await waitFor('it is remedied', async () =>
      first.seen('incident-closed').some(({ outcome }) => outcome === 'remedied'),
    );
    first.child.kill('SIGTERM');
    expect(await first.ended).toEqual([0, null]);

    const second = start(...keep, '--until-idle');
    expect(await second.ended).toEqual([0, null]);
    expect(model().findRun('observed', dagRunId)?.state).toBe('failed');
  }, 180_000);
});
