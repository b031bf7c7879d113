import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { classifyFailure } from '../../shared/core/classify/classify-failure.ts';
import type { BenchRow } from '../policy/policy.ts';
import { compareTimes } from '../policy/timing.ts';
import { adversarialLogs } from './adversarial-logs.ts';

const ratioMax = 10;
/** Twice the log may take twice the time, and a little for noise. */
const growthMax = 2.6;
const logChars = 1_000_000;

/** What a log of a megabyte costs that was made to be costly, beside node's `readline` over the same lines in the same process. */
export async function run(): Promise<{ title: string; notes: string[]; rows: BenchRow[] }> {
  const rows: BenchRow[] = [];
  for (const { name, write } of adversarialLogs) rows.push(...(await measure(name, write)));
  return {
    title: 'classifying a log of 1 MB',
    notes: ['alternating passes in one process, medians of seven', 'beside readline over the same log'],
    rows,
  };
}

async function measure(name: string, write: (chars: number) => string): Promise<BenchRow[]> {
  const [half, whole] = [write(logChars / 2), write(logChars)];
  const times = await compareTimes({
    readline: () => walkLines(whole),
    half: () => classify(half),
    whole: () => classify(whole),
  });
  const [readline, ofHalf, ofWhole] = [times['readline'] ?? 0, times['half'] ?? 0, times['whole'] ?? 0];
  return [
    toRow(`${name}: cost beside readline`, ofWhole / readline, ratioMax),
    toRow(`${name}: twice the log, time`, ofWhole / ofHalf, growthMax),
  ];
}

function toRow(what: string, ratio: number, max: number): BenchRow {
  return { what, measured: `${ratio.toFixed(2)}×`, goal: `at most ${max}×`, holds: ratio <= max };
}

function classify(logTail: string): void {
  classifyFailure({ logTail, operator: 'PythonOperator' });
}

async function walkLines(log: string): Promise<void> {
  for await (const _line of createInterface({ input: Readable.from([log]), crlfDelay: Number.POSITIVE_INFINITY }));
}
