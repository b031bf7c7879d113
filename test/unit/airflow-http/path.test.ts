import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildUrl } from '../../../shared/airflow-http/path.ts';

const baseUrl = new URL('https://api.example/v1alpha1');
const build = (dagId: string, dagRunId = 'r1') =>
  buildUrl({ baseUrl, template: '/dags/{dagId}/runs/{dagRunId}/clear', path: { dagId, dagRunId } });

describe('a path', () => {
  test.each([
    ['a/b', '/v1alpha1/dags/a%2Fb/runs/r1/clear'],
    ['100%', '/v1alpha1/dags/100%25/runs/r1/clear'],
    ['%2e%2e', '/v1alpha1/dags/%252e%252e/runs/r1/clear'],
    ['a+b c', '/v1alpha1/dags/a%2Bb%20c/runs/r1/clear'],
    ['größe-日本', '/v1alpha1/dags/gr%C3%B6%C3%9Fe-%E6%97%A5%E6%9C%AC/runs/r1/clear'],
    ['a?b#c', '/v1alpha1/dags/a%3Fb%23c/runs/r1/clear'],
    ['...', '/v1alpha1/dags/.../runs/r1/clear'],
    ['..\\..', '/v1alpha1/dags/..%5C../runs/r1/clear'],
    ['tab\tnewline\n', '/v1alpha1/dags/tab%09newline%0A/runs/r1/clear'],
  ])('addresses exactly the DAG %j', (dagId, pathname) => {
    const built = build(dagId);
    expect(built.ok && built.url.pathname).toBe(pathname);
  });

  test.each([
    ['', 'dagId is empty or blank'],
    [' \t', 'dagId is empty or blank'],
    ['.', 'dagId is a relative path'],
    ['..', 'dagId is a relative path'],
    ['\uD800', 'dagId is not well-formed Unicode'],
    ['a\uDC00b', 'dagId is not well-formed Unicode'],
  ])('refuses the id %j', (dagId, why) => {
    expect(build(dagId)).toEqual({ ok: false, why });
  });

  test('names the id that it refuses', () => {
    expect(build('orders', '..')).toEqual({ ok: false, why: 'dagRunId is a relative path' });
  });

  test('refuses an id that was not given, also one that every object has', () => {
    expect(buildUrl({ baseUrl, template: '/dags/{constructor}', path: {} })).toEqual({
      ok: false,
      why: 'constructor is empty or blank',
    });
  });

  test('holds every id in the segment that it was put in, or is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (dagId, dagRunId) => {
        const built = build(dagId, dagRunId);
        if (!built.ok) return;
        const segments = built.url.pathname.split('/').map(decodeURIComponent);
        expect(segments).toEqual(['', 'v1alpha1', 'dags', dagId, 'runs', dagRunId, 'clear']);
      }),
    );
  });

  test('stays below a base with or without a slash at its end', () => {
    const parts = { template: '/dags/{dagId}', path: { dagId: 'a' } };
    const hrefs = ['https://api.example/v1/', 'https://api.example/v1', 'https://api.example'].map((base) => {
      const built = buildUrl({ ...parts, baseUrl: new URL(base) });
      return built.ok && built.url.href;
    });
    expect(hrefs).toEqual([
      'https://api.example/v1/dags/a',
      'https://api.example/v1/dags/a',
      'https://api.example/dags/a',
    ]);
  });

  test('repeats the name of a list and leaves out what is undefined', () => {
    const built = buildUrl({
      baseUrl,
      template: '/dags/{dagId}',
      path: { dagId: 'a' },
      query: { states: ['failed', 'up for'], limit: 5, pools: undefined, fullContent: false },
    });
    expect(built.ok && built.url.search).toBe('?states=failed&states=up+for&limit=5&fullContent=false');
  });
});
