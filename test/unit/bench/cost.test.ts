import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { compareFigures } from '../../../bench/cost/compare-figures.ts';
import { figuresSchema } from '../../../bench/cost/figures.ts';
import { indexUnits, itemBytes, readUnits, writeUnits } from '../../../bench/cost/measure/dynamodb-units.ts';
import { addUsage, noUsage, timesUsage } from '../../../bench/cost/measure/usage.ts';
import { priceFixed, priceUsage, totalOf } from '../../../bench/cost/price.ts';
import { renderCostPage } from '../../../bench/cost/render-page.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const figures = figuresSchema.parse(JSON.parse(read('bench/cost/figures.json')));
const index = { keys: ['partition', 'at'], projected: ['work'] };
const anItem = (more: Record<string, Record<string, unknown>>) => ({ pk: { S: 'k' }, ...more });
const text = (chars: number) => ({ S: 'x'.repeat(chars) });

describe('units of DynamoDB', () => {
  test('an item weighs its names and values; a number half its digits and one', () => {
    expect(itemBytes({ pk: { S: 'k' } })).toBe(3);
    expect(itemBytes({ pk: { S: 'ü' } })).toBe(4);
    expect(itemBytes({ at: { N: '1795572120001' } })).toBe(10);
    expect(itemBytes({ data: { B: Buffer.alloc(10).toString('base64') } })).toBe(14);
  });

  test('a write takes a unit a kilobyte of the larger of before and after, and never none', () => {
    const ofBytes = (bytes: number) => anItem({ d: text(bytes - 4) });
    expect([writeUnits(null, null), writeUnits(null, ofBytes(1_024)), writeUnits(null, ofBytes(1_025))]).toEqual([
      1, 1, 2,
    ]);
    expect(writeUnits(ofBytes(5_000), ofBytes(10))).toBe(5);
  });

  test('an index takes an entry for what has its keys, two where a key changed, and none where nothing that it holds did', () => {
    const due = (at: string, { work = 'look', data = 'a' } = {}) =>
      anItem({ partition: { S: 'DUE' }, at: { N: at }, work: { S: work }, data: { S: data } });
    expect(indexUnits(null, due('1'), index)).toBe(1);
    expect(indexUnits(due('1'), due('1', { work: 'discover' }), index)).toBe(1);
    expect(indexUnits(due('1'), due('1', { data: 'b' }), index)).toBe(0);
    expect(indexUnits(due('1'), due('2'), index)).toBe(2);
    expect(indexUnits(due('1'), due('1'), index)).toBe(0);
    expect(indexUnits(due('1'), anItem({}), index)).toBe(1);
    expect(indexUnits(null, anItem({}), index)).toBe(0);
  });

  test('a read takes a unit each four kilobytes, half where it is not consistent', () => {
    expect([readUnits([], true), readUnits([], false)]).toEqual([1, 0.5]);
    expect(readUnits([anItem({ d: text(4_093) }), anItem({})], true)).toBe(2);
  });
});

describe('what usage costs', () => {
  test('a million requests cost what the price list says', () => {
    const sent = priceUsage({ ...noUsage, requests: { SendMessageBatch: 1e6 } });
    expect(sent.SQS).toBeCloseTo(0.4);
    expect(totalOf(sent)).toBeCloseTo(0.4);
    expect(priceUsage({ ...noUsage, writeUnits: 1e6, readUnits: 1e6 }).DynamoDB).toBeCloseTo(0.75);
  });

  test('a function bills its work stretched to its part of a processor, and its waits as they are', () => {
    const ran = (cpuMs: number, waits: number) =>
      priceUsage({
        ...noUsage,
        functions: { ...noUsage.functions, sweep: { invocations: 0, cpuMs, waits, logLines: 0, logBytes: 0 } },
      }).Lambda;
    expect(ran(0, 1)).toBeCloseTo(0.15 * 0.5 * 0.000_013_333_4, 12);
    expect(ran(512, 0)).toBeCloseTo(1.769 * 0.5 * 0.000_013_333_4, 12);
  });

  test('usage adds up, and what is taken from itself is nothing', () => {
    const { remedied } = figures.measured;
    expect(totalOf(priceUsage(addUsage(remedied, remedied, -1)))).toBeCloseTo(0);
    expect(totalOf(priceUsage(timesUsage(remedied, 3)))).toBeCloseTo(3 * totalOf(priceUsage(remedied)));
  });

  test('what stands there costs by the month', () => {
    const parts = { secrets: 2, keys: 1, alarms: 10, dashboards: 1, metrics: 3 };
    expect(priceFixed(parts)).toMatchObject({ CloudWatch: 1 + 3 + 0.9, 'Secrets Manager': 0.8 });
  });
});

describe('the page of costs and sizes', () => {
  test('is what its figures render to', () => {
    expect(read('docs/reference/cost.md')).toBe(renderCostPage(figures));
  });

  test('drifts by a count or a size that changed by more than the tolerance, and by no time', () => {
    const { measured, kilobytes } = figures;
    const written = { ...figures, kilobytes: { ...kilobytes, ingest: 400 } };
    const drift = (ingest: number) => compareFigures(written, { ...written, kilobytes: { ...kilobytes, ingest } });
    expect(drift(440)).toEqual([]);
    expect(drift(441)).toEqual(['kilobytes.ingest was 400 and is 441']);
    const slower = { ...measured, loadMs: { ingest: 1e6, remediate: 1e6, sweep: 1e6 } };
    expect(compareFigures(figures, { ...figures, measured: slower })).toEqual([]);
  });
});
