import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { compareFigures } from './compare-figures.ts';
import { type Figures, figuresSchema, takeFigures } from './figures.ts';
import { services, totalOf } from './price.ts';
import { prices } from './prices.ts';
import { renderCostPage } from './render-page.ts';
import { isMissed, tabulate } from './report.ts';

const figuresFile = fileURLToPath(new URL('figures.json', import.meta.url));
const pageFile = fileURLToPath(new URL('../../docs/reference/cost.md', import.meta.url));

/** `npm run cost`: what Airmend costs, from requests that are counted and prices with a date. Exit status 1: with `--check`, the docs have drifted. */
const [option] = process.argv.slice(2);
const figures = await takeFigures();
if (option === '--write') {
  writeFileSync(figuresFile, `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(pageFile, renderCostPage(figures));
}
if (option === '--check') checkDocs(figures);
else process.stdout.write(`${renderTable(figures)}\n`);
// The worker and the SDK's connections would keep the process for a while.
process.exit();

function checkDocs(taken: Figures): void {
  const drifted = compareFigures(figuresSchema.parse(JSON.parse(readFileSync(figuresFile, 'utf8'))), taken);
  if (drifted.length === 0) return;
  process.stderr.write(`docs/reference/cost.md has drifted: run \`npm run cost -- --write\`\n${drifted.join('\n')}\n`);
  process.exitCode = 1;
}

function renderTable({ measured, stacks }: Figures): string {
  const columns = tabulate(measured, stacks);
  const head = [`US dollars, ${prices.region}, ${prices.collected}`, ...services, 'total', 'goal', ''];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const column of columns) {
    const { name, cost, goal } = column;
    const amounts = [...services.map((service) => cost[service]), totalOf(cost)].map((amount) => amount.toFixed(2));
    table.push([name, ...amounts, goal?.toFixed(2) ?? '', goal === null ? '' : isMissed(column) ? 'MISSED' : 'holds']);
  }
  return table.toString();
}
