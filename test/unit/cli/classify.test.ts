import { describe, expect, test } from '@jest/globals';
import { files, run } from './run.ts';

const log = [
  '[2026-03-01T04:00:00.000+0000] {base.py:91} DEBUG - uri postgresql://etl:h4ckme-9921@pg:5432/dwh',
  '[2026-03-01T04:00:00.100+0000] {taskinstance.py:2905} ERROR - Task failed with exception',
  'Traceback (most recent call last):',
  '  File "/x.py", line 1, in run',
  'psycopg2.OperationalError: postgresql://etl:h4ckme-9921@pg:5432/dwh: Connection refused',
].join('\n');
const item = {
  id: 'a-1',
  class: 'connection',
  transient: true,
  operator: 'PostgresOperator',
  secrets: ['h4ckme-9921'],
  log,
};

describe('airmend classify', () => {
  test('answers one log as one JSON object, without its secrets', async () => {
    const { 'a.log': file = '' } = files({ 'a.log': log });
    const { exitCode, out } = await run('classify', file, '--facts', '{"operator": "PostgresOperator"}', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual({
      id: file,
      class: 'connection',
      transient: true,
      confidence: 0.9,
      signature: 'connection-refused',
      evidence: ['psycopg2.OperationalError: postgresql://etl:[redacted]@pg:5432/dwh: Connection refused'],
    });
  });

  test('counts the answers to a labelled corpus, and answers what has no labels', async () => {
    const { class: _class, transient: _transient, ...unlabelled } = item;
    const lines = [item, { ...item, id: 'a-2', class: 'code', transient: false }, { ...unlabelled, id: 'a-3' }];
    const { 'c.jsonl': file = '' } = files({ 'c.jsonl': lines.map((one) => JSON.stringify(one)).join('\n') });
    const { out } = await run('classify', '--corpus', file, '--json');
    expect(JSON.parse(out)).toMatchObject({
      total: 3,
      classRight: 1,
      transientRight: 1,
      unknownAnsweredOnKnown: 0,
      permanentCalledTransient: 1,
      secretsLeaked: 0,
      items: [{ id: 'a-1' }, { id: 'a-2' }, { id: 'a-3' }],
    });
  });

  test('prints the tables of a corpus', async () => {
    const { 'c.jsonl': file = '' } = files({ 'c.jsonl': JSON.stringify(item) });
    const { out } = await run('classify', '--corpus', file);
    for (const title of [
      'answers',
      'by class',
      'confusion matrix',
      'transient: labelled by answered',
      'slowest signatures',
    ])
      expect(out).toContain(title);
  });

  test.each([
    ['no log', ['classify'], 'airmend: give a log file, `-` for standard input, or `--corpus FILE`'],
    [
      'facts that are no object',
      ['classify', 'package.json', '--facts', '[1'],
      'airmend: --facts: not a JSON object, such as \'{"operator": "BashOperator"}\'',
    ],
  ])('refuses %s', async (_what, argv, err) => {
    expect(await run(...argv)).toEqual({ exitCode: 2, out: '', err });
  });
});
