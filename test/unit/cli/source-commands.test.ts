import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { files, run } from './run.ts';

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
const grafana = [
  sample('grafana/02-resolved-hmac-with-timestamp.json'),
  '--headers',
  sample('grafana/02-resolved-hmac-with-timestamp.headers.json'),
];
const config = {
  version: 1,
  deployments: { production: { organizationId: 'o', workspaceId: 'w', runtimeId: 'r' } },
  channels: { oncall: {} },
  sources: {
    ours: {
      kind: 'generic',
      deployments: ['production'],
      authentication: { scheme: 'bearer' },
      mapping: { fields: { dagId: 'dag', taskId: 'task' }, required: ['dagId'] },
    },
  },
};

describe('airmend source test', () => {
  test('prints the reports as one JSON array', async () => {
    const { exitCode, out } = await run('source', 'test', 'grafana', ...grafana, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { source: 'grafana', dagId: 'ml_retrain', occurredAt: '2026-08-03T10:32:00.000Z', resolved: true },
    ]);
  });

  test('says why a signature does not hold, at another time too', async () => {
    const late = await run('source', 'test', 'grafana', ...grafana, '--at', '2026-08-03T11:32:40Z');
    expect(late).toMatchObject({
      exitCode: 1,
      out: '',
      err: 'refused: the signed time is 3610 s from now; 300 s are allowed',
    });
    const { other = '' } = files({ other: '{"alerts": []}' });
    expect(await run('source', 'test', 'grafana', other, ...grafana.slice(1))).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('no signature fits the body'),
    });
  });

  test('prints an empty array for what is taken and comes to nothing', async () => {
    const { body = '' } = files({ body: { action: 'Acknowledge', alert: {} } });
    expect(await run('source', 'test', 'opsgenie', body, '--json')).toMatchObject({ exitCode: 0, out: '[]' });
  });

  test('compresses what its record says was sent so, and verifies and reads it', async () => {
    const headers = { headers: { authorization: 'Bearer s' }, auth: { scheme: 'bearer', secret: 's' }, send: 'gzip' };
    const { body = '', record = '' } = files({ body: { reports: [{ dagId: 'etl' }] }, record: headers });
    const { out } = await run('source', 'test', 'airmend', body, '--headers', record, '--json');
    expect(JSON.parse(out)).toMatchObject([{ dagId: 'etl' }]);
  });

  test('reads by the mapping of a configured source, and says which expression found nothing', async () => {
    const {
      'airmend.config.json': file = '',
      good = '',
      bad = '',
    } = files({ 'airmend.config.json': config, good: { dag: 'etl' }, bad: { task: 'load' } });
    const taken = await run('source', 'test', 'ours', good, '--config', file);
    expect(taken).toMatchObject({ exitCode: 0, err: expect.stringContaining('taskId: `task` found nothing') });
    expect(taken.out).toContain('deployment  production');
    expect(await run('source', 'test', 'ours', bad, '--config', file)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('`dag` found nothing'),
    });
  });

  test.each([
    ['an unknown source', ['grafna', sample('grafana/01-log-alert-hmac.json')], 'did you mean `grafana`?'],
    ['a missing file', ['grafana', '/nowhere.json'], '/nowhere.json'],
    ['a time that is none', ['grafana', ...grafana, '--at', 'noon'], '--at noon'],
  ])('can not be done with %s', async (_what, argv, complaint) => {
    expect(await run('source', 'test', ...argv)).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining(complaint),
    });
  });
});

test('airmend source list names what is configured and every kind', async () => {
  const { 'airmend.config.json': file = '' } = files({ 'airmend.config.json': config });
  const { out } = await run('source', 'list', '--config', file, '--json');
  const { configured, kinds } = JSON.parse(out);
  expect(configured).toEqual([
    { name: 'ours', kind: 'generic', scheme: 'bearer', secret: 'airmend/source/ours', deployments: ['production'] },
  ]);
  expect(kinds).toHaveLength(15);
});
