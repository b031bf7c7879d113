import Table from 'cli-table3';
import type { BenchRow } from './policy/policy.ts';

/** `npm run bench [-- NAME …]`: every benchmark, or those named. Ratios within one run; exit status 1 if a goal is missed. */
interface Benchmark {
  readonly name: string;
  readonly load: () => Promise<{
    run: () => Promise<{ title: string; notes: readonly string[]; rows: readonly BenchRow[] }>;
  }>;
}

const benchmarks: readonly Benchmark[] = [
  { name: 'bundles', load: () => import('./bundles/bundles.ts') },
  { name: 'ingest', load: () => import('./ingest/ingest.ts') },
  { name: 'classify', load: () => import('./classify/classify.ts') },
  { name: 'look', load: () => import('./look/look.ts') },
  { name: 'policy', load: () => import('./policy/policy.ts') },
  { name: 'sandbox', load: () => import('./sandbox/sandbox.ts') },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `there is no benchmark named ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}

let isMissed = false;
for (const { name, load } of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { run } = await load();
  const { title, notes, rows } = await run();
  const table = new Table({ head: [title, 'measured', 'goal', ''], style: { head: [], border: [] } });
  for (const { what, measured, goal, holds } of rows)
    table.push([what, measured, goal ?? '', goal === null ? '' : holds ? 'holds' : 'MISSED']);
  process.stdout.write(`\n${table.toString()}\n${notes.map((note) => `  ${note}\n`).join('')}`);
  isMissed ||= rows.some(({ goal, holds }) => goal !== null && !holds);
}
process.exitCode = isMissed ? 1 : 0;
