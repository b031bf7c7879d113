import assert from 'node:assert/strict';
import type { Json } from '../../shared/core/diagnostics/json-text.ts';
import { parseConditions } from '../../shared/core/policy/pattern/parse-pattern.ts';
import type { BenchRow } from './policy.ts';
import { median } from './timing.ts';

/** A condition and the text that it takes longest on. */
interface WorstCase {
  readonly condition: Json;
  readonly text: (chars: number) => string;
}

const worstCases: Readonly<Record<string, WorstCase>> = {
  'wildcard, short piece': { condition: { wildcard: '*baaaaa*' }, text: (chars) => 'a'.repeat(chars - 1) },
  'wildcard, near misses': { condition: { wildcard: '*aaab*' }, text: (chars) => 'a'.repeat(chars) },
  'wildcard, long piece': {
    condition: { wildcard: `*${'a'.repeat(100)}b${'a'.repeat(99)}*` },
    text: (chars) => 'a'.repeat(chars),
  },
  'wildcard, many pieces': {
    condition: { wildcard: `*${'ab*'.repeat(40)}c*d` },
    text: (chars) => `${'ab'.repeat(chars / 2 - 1)}dd`,
  },
  'equals-ignore-case': {
    condition: { 'equals-ignore-case': 'ß'.repeat(4_000) },
    text: (chars) => 'ß'.repeat(Math.min(chars, 4_000)),
  },
  'anything-but wildcard': {
    condition: { 'anything-but': { wildcard: ['*aaab*', '*aab*', '*ab*'] } },
    text: (chars) => 'a'.repeat(chars),
  },
  'regex, automaton that explodes': { condition: { regex: '[ab]*a[ab]{100}[cd]' }, text: randomText },
  'regex, repeats inside repeats': { condition: { regex: '(a+)+$' }, text: (chars) => `${'a'.repeat(chars - 1)}b` },
  'regex, plain words': { condition: { regex: '(?i)error.*timeout' }, text: randomText },
};

const charsMin = 16_384;

/** Measured worst cases beside the static bound, and what twice the text costs. */
export function measureWorstCases(): BenchRow[] {
  const stepNanoseconds = measureStep();
  return Object.entries(worstCases).flatMap(([name, { condition, text }]) => {
    const parsed = parseConditions([condition], []);
    assert(parsed.ok);
    const [only] = parsed.conditions;
    assert(only !== undefined);
    const [once, twice] = [text(charsMin), text(2 * charsMin)];
    const [onceTaken, twiceTaken] = measureAlternating(
      () => only.compile()(once),
      () => only.compile()(twice),
    );
    const predicted = only.steps(twice.length) * stepNanoseconds;
    const doubling: BenchRow = {
      what: `${name}: twice the text`,
      measured: `${(twiceTaken / onceTaken).toFixed(2)}×`,
      goal: 'at most 2.3×',
      holds: twiceTaken <= 2.3 * onceTaken,
    };
    const bound: BenchRow = {
      what: `${name}: worst case beside the bound`,
      measured: `${(twiceTaken / predicted).toFixed(3)}×`,
      goal: 'at most 3×',
      holds: twiceTaken <= 3 * predicted,
    };
    return once.length === twice.length ? [bound] : [bound, doubling];
  });
}

/** A step: looking at one character. */
function measureStep(): number {
  const text = randomText(charsMin);
  let seen = 0;
  const [taken] = measureAlternating(
    () => {
      for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) === 99) seen += 1;
    },
    () => seen,
  );
  return taken / text.length;
}

function measureAlternating(first: () => unknown, second: () => unknown): readonly [first: number, second: number] {
  const times: [number[], number[]] = [[], []];
  for (let pass = 0; pass < 9; pass += 1) {
    for (const [index, action] of [first, second].entries()) {
      const began = process.hrtime.bigint();
      action();
      if (pass >= 2) times[index]?.push(Number(process.hrtime.bigint() - began));
    }
  }
  return [median(times[0]), median(times[1])];
}

/** Text over two letters from a fixed generator, so that no run differs. */
function randomText(chars: number): string {
  let state = 12_345;
  let text = '';
  for (let at = 0; at < chars; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    text += (state >> 16) % 2 === 0 ? 'a' : 'b';
  }
  return text;
}
