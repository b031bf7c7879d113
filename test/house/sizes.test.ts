import { describe, expect, test } from '@jest/globals';
import { listSourceFiles, type SourceFile } from './source-files.ts';

const files = listSourceFiles();
const sources = files.filter(({ path }) => !path.startsWith('test/'));
const tests = files.filter(({ path }) => path.startsWith('test/'));

/** The share of a sorted list below which a value lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}

function longerThan(list: readonly SourceFile[], linesMax: number): string[] {
  return list
    .filter(({ lines }) => lines.length > linesMax)
    .map(({ path, lines }) => `${path} has ${lines.length} lines: is it still about one thing?`);
}

describe('sizes', () => {
  test('no source file is past 400 lines, no test file past 600', () => {
    expect([...longerThan(sources, 400), ...longerThan(tests, 600)]).toEqual([]);
  });

  test('half of the source files have at most 90 lines, nine in ten at most 250', () => {
    const lengths = sources.map(({ lines }) => lines.length);
    expect(quantile(lengths, 0.5)).toBeLessThanOrEqual(90);
    expect(quantile(lengths, 0.9)).toBeLessThanOrEqual(250);
  });
});
