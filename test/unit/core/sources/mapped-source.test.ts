import { describe, expect, test } from '@jest/globals';
import { mapping as schema } from '../../../../shared/core/config/mapping.ts';
import { createMappedSource } from '../../../../shared/core/sources/generic/mapped-source.ts';

const delivery = { headers: new Map<string, string>() };
const read = (mapping: unknown, body: Parameters<ReturnType<typeof createMappedSource>['read']>[0]) => {
  const reading = createMappedSource(schema.parse(mapping)).read(body, delivery);
  if (reading.kind !== 'read') throw new Error('unreadable');
  return reading;
};

describe('a mapping', () => {
  test('reads each alert of a body, with fallbacks, patterns and other words', () => {
    const mapping = {
      each: 'alerts[]',
      when: "state != 'ack'",
      resolved: "state == 'ok'",
      fields: {
        dagId: ['pipeline.dag', 'pipeline.name'],
        dagRunId: { from: 'text', pattern: 'run=(\\S+)' },
        mapIndex: 'index',
        severity: { from: 'level', map: { '5': 'critical' } },
        occurredAt: 'at',
        alertId: 'id',
        error: 'text',
      },
      labels: { env: 'tags.env' },
    };
    const body = {
      alerts: [
        {
          id: 7,
          pipeline: { name: 'etl' },
          text: 'failed run=scheduled__1 now',
          level: 5,
          at: 1785550449512,
          index: 0,
          tags: { env: 'prod' },
        },
        { state: 'ack' },
        { state: 'ok', pipeline: { dag: 'other' } },
      ],
    };
    const { drafts } = read(mapping, body);
    expect(drafts).toMatchObject([
      {
        dagId: 'etl',
        dagRunId: 'scheduled__1',
        mapIndex: 0,
        severity: 'critical',
        occurredAt: 1785550449512,
        labels: { env: 'prod' },
        dedupeKey: 'generic:7',
        resolved: false,
      },
      { dagId: 'other', dagRunId: null, resolved: true },
    ]);
  });

  test('refuses an alert that lacks what is required, says which expression found nothing, and takes the others', () => {
    const { drafts, refused, notes } = read(
      { each: '@', fields: { dagId: ['a', 'b'], taskId: 't' }, required: ['dagId'] },
      [{ t: 'load' }, { b: 'etl' }],
    );
    expect(drafts).toMatchObject([{ dagId: 'etl' }]);
    expect(refused).toMatchObject([
      { code: 'missing-field', path: [0], message: '`dagId` is required, and `a`, `b` found nothing' },
    ]);
    expect(notes).toEqual(['alert 1, taskId: `t` found nothing']);
  });

  test('finds an identity key in its texts', () => {
    const { drafts } = read({ fields: {}, texts: ['message'] }, { message: 'airflow|etl|r1|load' });
    expect(drafts).toMatchObject([{ dagId: 'etl', dagRunId: 'r1', taskId: 'load' }]);
  });

  test.each<[string, unknown]>([
    ['a function that does not fit', { dagId: 'length(number)' }],
    ['a name that objects own', { dagId: 'constructor', taskId: '__proto__', error: 'toString' }],
  ])('finds nothing by %s', (_what, fields) => {
    expect(read({ fields }, { number: 5 }).drafts).toMatchObject([{ dagId: null, taskId: null, error: null }]);
  });

  test('says why there is no alert', () => {
    expect(read({ each: 'alerts[]', fields: {} }, { other: 1 }).note).toBe(
      'there is no alert: `each` (`alerts[]`) found no alert',
    );
  });
});
