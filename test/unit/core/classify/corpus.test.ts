import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { judgeCorpus, parseCorpus } from '../../../../cli/commands/corpus.ts';
import { redact } from '../../../../shared/core/classify/redact.ts';

const files = ['failure-logs', 'held-out', 'held-out-2', 'held-out-3'].map((name) => `test/corpus/${name}.jsonl`);

describe.each(files)('the labelled logs of %s', (file) => {
  const corpus = parseCorpus({ file, text: readFileSync(file, 'utf8') });
  const report = judgeCorpus(corpus);
  const known = corpus.filter((item) => item.class !== 'unknown').length;

  test('are answered with the right class, and with unknown only where an expert would not say', () => {
    expect(report.classRight / report.total).toBeGreaterThanOrEqual(0.97);
    expect(report.unknownAnsweredOnKnown / known).toBeLessThanOrEqual(0.02);
  });

  test('no permanent failure is called transient', () => {
    expect(report.permanentCalledTransient).toBe(0);
  });

  test('no answer tells a planted secret, and none is left in the log', () => {
    expect(report.secretsLeaked).toBe(0);
    const left = corpus.filter(({ log, secrets }) => secrets.some((secret) => redact(log).includes(secret)));
    expect(left.map(({ id }) => id)).toEqual([]);
  });

  test('are answered alike when asked again', () => {
    expect(judgeCorpus(corpus)).toEqual(report);
  });
});
