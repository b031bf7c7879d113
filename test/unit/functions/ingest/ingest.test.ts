import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { toIngestRequest } from '../../../../functions/ingest/request.ts';
import { anIngest, aPost, aSource, productionId, secret } from './an-ingest.ts';

const native = (...reports: unknown[]) => JSON.stringify({ reports });
const etl = { dagId: 'etl', dagRunId: 'scheduled__1' };

describe('a good request', () => {
  test('is answered with the ids of what is in the queue, which waits for the debounce', async () => {
    const { post, reports, delays } = anIngest();
    const answer = await post('/native', native(etl, { dagId: 'other' }));
    expect(answer.statusCode).toBe(202);
    expect(JSON.parse(answer.body)).toEqual({ reports: ['report-1', 'report-2'], refused: [] });
    expect(reports()).toMatchObject([
      { reportId: 'report-1', source: 'native', deployment: 'production', ...etl },
      { reportId: 'report-2', dagId: 'other', dagRunId: null },
    ]);
    expect(delays).toEqual([10]);
  });

  test.each([
    ['compressed', gzipSync(native(etl)), { 'content-encoding': 'gzip' }],
    ['in base64 as Lambda hands on what has no text type', Buffer.from(native(etl)), {}],
  ])('may come %s', async (_how, body, headers) => {
    const { post, reports } = anIngest();
    expect((await post('/native', body, headers)).statusCode).toBe(202);
    expect(reports()).toMatchObject([etl]);
  });

  test('is found below the stage of an HTTP API', async () => {
    expect((await anIngest().post('/prod/native', native(etl))).statusCode).toBe(202);
  });

  test.each(['{"current": "new", "previous": "old"}', '{"current": "old"}'])(
    'holds while the secret is rotated: %s',
    async (value) => {
      const { post, world } = anIngest();
      world.secrets.set('airmend/source/native', value);
      expect((await post('/native', native(etl), { authorization: 'Bearer old' })).statusCode).toBe(202);
      expect((await post('/native', native(etl), { authorization: `Bearer ${value}` })).statusCode).toBe(401);
    },
  );
});

describe('a request that is not proved', () => {
  test.each([
    ['an unknown source', '/nobody', {}],
    ['a name that objects own', '/constructor', {}],
    ['no source', '/', {}],
    ['another secret', '/native', { authorization: 'Bearer other' }],
    ['a secret that begins alike', '/native', { authorization: `Bearer ${secret}x` }],
    ['an empty secret', '/native', { authorization: 'Bearer ' }],
    ['the secret under another scheme', '/native', { authorization: `Basic ${secret}` }],
    ['no header', '/native', { authorization: '' }],
  ])('gets the one and same 401, and nothing is queued: %s', async (_what, path, headers) => {
    const { post, queued, events } = anIngest();
    const { statusCode, body } = await post(path, native(etl), headers);
    expect({ statusCode, body: JSON.parse(body) }).toEqual({
      statusCode: 401,
      body: {
        type: 'about:blank',
        title: 'The request is not authenticated',
        status: 401,
        detail: 'The request is not authenticated',
        errors: [],
      },
    });
    expect(queued).toEqual([]);
    expect(events).toMatchObject([{ event: 'request-refused', status: 401 }]);
  });

  test('is not read: a body that is no JSON is no other answer', async () => {
    expect((await anIngest().post('/native', '{', { authorization: 'Bearer other' })).statusCode).toBe(401);
  });

  test('is answered 405 where it is no POST', async () => {
    const request = toIngestRequest({ ...aPost('/native', native(etl)), requestContext: { http: { method: 'GET' } } });
    expect((await anIngest().ingest.post(request)).statusCode).toBe(405);
  });
});

describe('our own trouble', () => {
  test.each([
    [
      'a secret without a value',
      (world: ReturnType<typeof anIngest>['world']) => world.secrets.set('airmend/source/native', ''),
    ],
    ['a secret that is no value', (world) => world.secrets.set('airmend/source/native', '{"old": "x"}')],
    [
      'a queue that is away',
      (world) => {
        world.queueIsAway = true;
      },
    ],
  ])('is a 503, so that the sender tries again: %s', async (_what, damage) => {
    const { post, world, queued } = anIngest();
    damage(world);
    expect((await post('/native', native(etl))).statusCode).toBe(503);
    expect(queued).toEqual([]);
  });
});

describe('a body', () => {
  const nested = (depth: number) => `{"reports":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const keys = (count: number) =>
    `{"reports":[],${Array.from({ length: count }, (_, index) => `"k${index}":0`).join()}}`;
  test.each<[string, number, string | Buffer, Record<string, string>]>([
    ['that is no JSON', 400, '{"reports": [', {}],
    ['that is empty', 400, '', {}],
    ['that is no UTF-8', 400, Buffer.from([0x22, 0xff, 0x22]), {}],
    ['nested past 32 levels', 400, nested(32), {}],
    ['nested 10,000 levels', 400, nested(10_000), {}],
    ['with a million keys', 400, `{${'"":0,'.repeat(200_000)}"a":0}`, {}],
    ['with 20,001 keys', 400, keys(20_000), {}],
    ['with a key twice', 400, '{"reports": [], "\\u0072eports": []}', {}],
    ['of another shape', 400, '[]', {}],
    ['of more than 1 MiB', 413, `"${'a'.repeat(1_048_576)}"`, {}],
    ['of more than 1 MiB once inflated', 413, gzipSync(`"${'a'.repeat(1_048_576)}"`), { 'content-encoding': 'gzip' }],
    ['that is a bomb', 413, gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }],
    ['that is no gzip', 415, native(etl), { 'content-encoding': 'gzip' }],
    ['in an unknown encoding', 415, native(etl), { 'content-encoding': 'br' }],
    ['that is a form', 415, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['in another charset', 415, native(etl), { 'content-type': 'application/json; charset=utf-16' }],
  ])('%s is refused with %i and a problem that says why', async (_what, status, body, headers) => {
    const { post, queued } = anIngest();
    const answer = await post('/native', body, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status, type: expect.stringMatching(/^urn:airmend:problem:/) });
    expect(queued).toEqual([]);
  });

  test('of exactly 1 MiB, of 32 levels or with a huge text is read', async () => {
    const { post } = anIngest();
    const room = 1_048_576 - native({ dagId: 'etl', error: '' }).length;
    expect((await post('/native', native({ dagId: 'etl', error: 'e'.repeat(room) }))).statusCode).toBe(202);
    const deep = `{"alerts":[{"status":"firing","labels":${'{"a":'.repeat(28)}1${'}'.repeat(28)}}]}`;
    expect((await post('/alerts', deep)).statusCode).toBe(202);
  });

  test('with keys that objects own changes no prototype', async () => {
    const { post, reports } = anIngest();
    const body = '{"alerts":[{"status":"firing","labels":{"dag_id":"etl","__proto__":"polluted","constructor":"c"}}]}';
    expect((await post('/alerts', body)).statusCode).toBe(202);
    expect(reports()).toMatchObject([{ dagId: 'etl' }]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

describe('of many reports in one body', () => {
  test('bad ones are named and the rest is queued', async () => {
    const { post, reports } = anIngest();
    const answer = await post('/native', native(etl, { dagID: 'x' }, { ...etl, deploymentId: 'nowhere' }));
    expect(answer.statusCode).toBe(202);
    expect(JSON.parse(answer.body)).toMatchObject({
      reports: ['report-1'],
      refused: [{ code: 'unknown-key', pointer: '/reports/1' }, { code: 'unknown-deployment' }],
    });
    expect(reports()).toHaveLength(1);
  });

  test('if none is good the sender hears it as an error', async () => {
    expect((await anIngest().post('/native', native({ dagID: 'x' }))).statusCode).toBe(400);
  });
});

describe('the deployment', () => {
  const sources = {
    one: aSource({ kind: 'airmend' }),
    two: aSource({ kind: 'airmend', deployments: ['production', 'staging'] }),
    table: aSource({
      kind: 'airmend',
      deployments: ['production', 'staging'],
      lookup: { Environment: { 'acme-prod': 'production' } },
    }),
  };
  test.each([
    ['the id it names', '/two', { deploymentId: productionId }, 'production'],
    ['the name it names', '/two', { deploymentId: 'staging' }, 'staging'],
    ["the source's only one", '/one', {}, 'production'],
    ['the lookup of a label', '/table', { labels: { Environment: 'acme-prod' } }, 'production'],
  ])('is %s', async (_what, path, said, deployment) => {
    const { post, reports } = anIngest({ sources });
    expect((await post(path, native({ ...etl, ...said }))).statusCode).toBe(202);
    expect(reports()).toMatchObject([{ deployment }]);
  });

  test.each([
    ['one the source may not speak for', '/one', { deploymentId: 'staging' }, 'foreign-deployment'],
    ['one the config does not know', '/one', { deploymentId: 'nowhere' }, 'unknown-deployment'],
    ['one that an object owns', '/one', { deploymentId: 'constructor' }, 'unknown-deployment'],
    ['none, where there is no default', '/two', {}, 'no-deployment'],
    ['a label that the lookup does not know', '/table', { labels: { Environment: 'x' } }, 'unknown-deployment'],
  ])('is never guessed: %s', async (_what, path, said, code) => {
    const { post, queued } = anIngest({ sources });
    const answer = await post(path, native({ ...etl, ...said }));
    expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ code }] });
    expect(queued).toEqual([]);
  });
});
