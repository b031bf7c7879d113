import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { schemes } from '../../../shared/core/sources/authentication/schemes.ts';
import { files, run } from './run.ts';

const config = {
  version: 1,
  deployments: { production: { organizationId: 'o', workspaceId: 'w', runtimeId: 'r' } },
  channels: { oncall: {} },
  sources: {
    ours: { kind: 'grafana', deployments: ['production'], authentication: { scheme: 'grafana-hmac' } },
    alarms: { kind: 'eventbridge', deployments: ['production'], authentication: { scheme: 'iam' } },
    cut: {
      kind: 'generic',
      deployments: ['production'],
      authentication: { scheme: 'bearer' },
      mapping: { fields: { dagId: { from: 'title', pattern: '^(\\w+)' } } },
    },
  },
};

describe('airmend source send', () => {
  const received: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  let status = 202;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ url: request.url, headers: request.headers, body });
      response.writeHead(status).end('{}');
    });
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => void server.close());

  const { 'airmend.config.json': file = '', secret = '' } = files({
    'airmend.config.json': config,
    secret: 's3cret\n',
  });
  const to = (...argv: string[]) => run('source', 'send', ...argv, '--config', file, '--url', url);

  test('posts a body that names the task and is signed with the secret of the file', async () => {
    const { exitCode, out } = await to('grafana', '--secret-file', secret, '--dag', 'etl', '--task', 'load');
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '202 {}' });
    const { url: path, headers, body = '' } = received.at(-1) ?? {};
    expect(path).toBe('/ours');
    expect(JSON.parse(body)).toMatchObject({
      alerts: [{ labels: { dag_id: 'etl', task_id: 'load', deployment_id: 'r' } }],
    });
    const scheme = schemes.get('grafana-hmac');
    if (scheme?.proof !== 'secret') throw new Error('grafana-hmac is proved by a secret');
    const request = {
      headers: new Map(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)])),
      now: null,
    };
    expect(scheme.verify({ ...request, body: Buffer.from(body) }, ['s3cret'], {})).toMatchObject({ ok: true });
    expect(scheme.verify({ ...request, body: Buffer.from(body) }, ['other'], {}).ok).toBe(false);
  });

  test('ends with 1 where the alert is refused', async () => {
    status = 401;
    expect(await to('ours', '--secret-file', secret, '--dag', 'etl')).toMatchObject({ exitCode: 1, out: '401 {}' });
    status = 202;
  });

  test('sends a body that is given as it is', async () => {
    const { body = '' } = files({ body: '{ "title": "etl failed" }' });
    expect(await to('cut', '--secret-file', secret, '--payload', body)).toMatchObject({ exitCode: 0 });
    expect(received.at(-1)).toMatchObject({
      body: '{ "title": "etl failed" }',
      headers: { authorization: 'Bearer s3cret' },
    });
  });

  test.each([
    ['a source that only AWS can send as', ['alarms', '--dag', 'etl'], 'only AWS can send as `alarms`'],
    ['no secret', ['ours', '--dag', 'etl'], '--secret-file'],
    ['no task', ['ours', '--secret-file', secret], 'name one with --dag'],
    ['a mapping that no body can be told from', ['cut', '--secret-file', secret, '--dag', 'etl'], '--payload FILE'],
    ['an unknown source', ['theirs', '--dag', 'etl'], 'configured are ours (grafana)'],
    [
      'an unknown deployment',
      ['ours', '--secret-file', secret, '--dag', 'etl', '--deployment', 'x'],
      'no deployment x',
    ],
  ])('sends nothing with %s', async (_what, argv, complaint) => {
    const before = received.length;
    expect(await to(...argv)).toMatchObject({ exitCode: 2, err: expect.stringContaining(complaint) });
    expect(received).toHaveLength(before);
  });
});
