import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../shared/core/diagnostics/json-text.ts';
import { explainMatch } from '../../shared/core/policy/explain-match.ts';
import { parsePolicy } from '../../shared/core/policy/parse-policy.ts';
import { compilePattern } from '../../shared/core/policy/pattern/compile-pattern.ts';
import { matchPattern } from '../../shared/core/policy/pattern/match-pattern.ts';
import { parsePattern } from '../../shared/core/policy/pattern/parse-pattern.ts';
import { createRulesEngine } from './other-engines.ts';
import { toPattern, writeRules } from './rules.ts';
import { compareTimes } from './timing.ts';
import { measureWorstCases } from './worst-cases.ts';

/** One line of a benchmark's report. */
export interface BenchRow {
  readonly what: string;
  readonly measured: string;
  /** Null: shown beside, no goal. */
  readonly goal: string | null;
  readonly holds: boolean;
}

/** How fast a policy decides, as ratios to `JSON.parse` of the same events in the same process. */
export async function run(): Promise<{ title: string; notes: string[]; rows: BenchRow[] }> {
  const text = readFileSync(new URL('./events.jsonl', import.meta.url), 'utf8');
  const lines = text.trimEnd().split('\n');
  const events = lines.map((line): JsonObject => JSON.parse(line));
  const bytes = Math.round(lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0) / lines.length);
  const notes = [
    `${lines.length} events of ${bytes} bytes on average, sha256 ${hash('sha256', text)}`,
    'alternating passes in one process, medians of seven',
  ];
  const sizes = [5, 50, 1_000];
  const measured = new Map<number, RuleTimes>();
  for (const size of sizes) measured.set(size, await measureRules(size, lines, events));
  const rows = [
    ...sizes.flatMap((size) => describeTimes(size, measured.get(size))),
    ...describeGrowth(measured),
    ...measureWorstCases(),
  ];
  return { title: 'policy: choosing a rule', notes, rows };
}

interface RuleTimes {
  /** Nanoseconds per event. */
  readonly parse: number;
  readonly compiled: number;
  readonly naive: number;
  readonly engine: number;
  readonly explained: number;
}

async function measureRules(size: number, lines: readonly string[], events: readonly JsonObject[]): Promise<RuleTimes> {
  const rules = writeRules(size);
  const patterns = rules.map((clauses) => {
    const parsed = parsePattern(toPattern(clauses));
    assert(parsed.ok);
    return parsed.pattern;
  });
  const compiled = patterns.map(compilePattern);
  const engine = createRulesEngine(rules);
  // The slow contenders see fewer events, always the same ones.
  const few = events.slice(0, Math.max(4, Math.ceil(2_000 / size)));
  const countHits = (some: readonly JsonObject[], matches: readonly ((event: JsonObject) => boolean)[]) =>
    some.reduce((sum, event) => sum + matches.reduce((hits, match) => hits + Number(match(event)), 0), 0);
  const naive = patterns.map((pattern) => (event: JsonObject) => matchPattern(pattern, event));
  await assertEqualHits(few, { compiled: countHits(few, compiled), naive: countHits(few, naive), engine });
  const policy = policyOf(rules.map(toPattern));
  const rounds = Math.max(1, Math.round(500 / size));
  const times = await compareTimes({
    parse: () => repeat(20, () => lines.reduce((sum, line) => sum + Object.keys(JSON.parse(line)).length, 0)),
    compiled: () => repeat(rounds, () => countHits(events, compiled)),
    naive: () => countHits(few, naive),
    engine: async () => {
      for (const event of few) await engine(event);
    },
    explained: () => few.map((event) => explainMatch(policy, event)),
  });
  const perEvent = (name: string, count: number) => (times[name] ?? Number.NaN) / count;
  return {
    parse: perEvent('parse', 20 * lines.length),
    compiled: perEvent('compiled', rounds * events.length),
    naive: perEvent('naive', few.length),
    engine: perEvent('engine', few.length),
    explained: perEvent('explained', few.length),
  };
}

async function assertEqualHits(
  events: readonly JsonObject[],
  hits: { compiled: number; naive: number; engine: (event: JsonObject) => Promise<number> },
): Promise<void> {
  let engineHits = 0;
  for (const event of events) engineHits += await hits.engine(event);
  assert.equal(hits.compiled, hits.naive);
  assert.equal(hits.compiled, engineHits);
  assert(hits.compiled > 0);
}

function policyOf(patterns: readonly JsonObject[]) {
  const rules = patterns.map((match, index) => ({ name: `rule ${index}`, match, plan: [{ ignore: true }] }));
  const parsed = parsePolicy({ text: JSON.stringify({ version: 1, rules, otherwise: [{ ignore: true }] }) });
  assert(parsed.ok);
  return parsed.policy;
}

const goals: Readonly<Record<number, { parseRatioMax?: number; engineRatioMin?: number }>> = {
  5: { parseRatioMax: 1 },
  50: { parseRatioMax: 6 },
  1000: { engineRatioMin: 25 },
};

function describeTimes(size: number, times: RuleTimes | undefined): BenchRow[] {
  if (times === undefined) return [];
  const { parse, compiled, naive, engine, explained } = times;
  const { parseRatioMax, engineRatioMin } = goals[size] ?? {};
  const rate = Math.round(1e9 / compiled).toLocaleString('en');
  return [
    row(`${size} rules, cost beside JSON.parse`, compiled / parse, parseRatioMax, `(${rate} events/s)`),
    {
      ...row(`${size} rules, faster than json-rules-engine`, engine / compiled),
      ...atLeast(engine / compiled, engineRatioMin),
    },
    row(`${size} rules, faster than the naive loop`, naive / compiled),
    row(`${size} rules with explanation, cost beside JSON.parse`, explained / parse),
  ];
}

function describeGrowth(measured: ReadonlyMap<number, RuleTimes>): BenchRow[] {
  const [few, many] = [measured.get(5), measured.get(50)];
  return few === undefined || many === undefined
    ? []
    : [row('ten times the rules, time', many.compiled / few.compiled, 11)];
}

function row(what: string, ratio: number, ratioMax?: number, detail = ''): BenchRow {
  return {
    what,
    measured: `${ratio.toFixed(2)}× ${detail}`.trimEnd(),
    goal: ratioMax === undefined ? null : `at most ${ratioMax}×`,
    holds: ratioMax === undefined || ratio <= ratioMax,
  };
}

function atLeast(ratio: number, ratioMin: number | undefined): Pick<BenchRow, 'goal' | 'holds'> {
  return {
    goal: ratioMin === undefined ? null : `at least ${ratioMin}×`,
    holds: ratioMin === undefined || ratio >= ratioMin,
  };
}

function repeat(times: number, action: () => number): number {
  let sum = 0;
  for (let round = 0; round < times; round += 1) sum += action();
  return sum;
}
