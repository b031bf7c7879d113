import { functionNames, serviceSettings } from '../../infra/service-settings.ts';
import { tolerance } from './compare-figures.ts';
import type { Figures } from './figures.ts';
import { services, totalOf } from './price.ts';
import { assumptions, prices } from './prices.ts';
import { dagsPerDeployment, isMissed, tabulate } from './report.ts';

/** `docs/reference/cost.md`, from figures that were taken. */
export function renderCostPage(figures: Figures): string {
  return `${[
    '# What it costs, and how large it is',
    '',
    'Written by `npm run cost -- --write`. `npm run cost` prints the table from figures that it takes anew, and `npm run bench bundles` the sizes',
    `and import times. A test fails when sizes or request counts drift from this page by more than ${tolerance.part * 100} %.`,
    '',
    ...renderCosts(figures),
    ...renderMissed(figures),
    ...renderMethod(figures),
    ...renderRequests(figures),
    ...renderSizes(figures),
  ].join('\n')}\n`;
}

function renderCosts({ measured, stacks }: Figures): string[] {
  const columns = tabulate(measured, stacks);
  const rows = columns.map(({ name, cost, goal }) => [
    name,
    ...services.map((service) => dollars(cost[service])),
    `**${dollars(totalOf(cost))}**`,
    goal === null ? '' : `${dollars(goal)}`,
  ]);
  return [
    `US dollars at ${prices.region} list prices of ${prices.collected}, no free tier counted.`,
    '',
    ...table(['', ...services, 'total', 'goal'], rows),
    '',
  ];
}

function renderMissed({ measured, stacks }: Figures): string[] {
  const missed = tabulate(measured, stacks).filter(isMissed);
  if (missed.length === 0) return ['Every goal is held.', ''];
  const named = missed.map(({ name, cost, goal }) => `${name} (${dollars(totalOf(cost))} for ${dollars(goal ?? 0)})`);
  return [
    `**Missed**: ${named.join('; ')}. What weighs most there is the ledger: each look is two writes of the incident and one of its due time, and a due time that moves is two writes more in the index.`,
    '',
  ];
}

function renderMethod({ stacks: { small, smallWatched, threeWatched }, measured: { metrics } }: Figures): string[] {
  const { apiCallMs, wholeProcessorMb, logLineBytes, idlePolls } = assumptions;
  return [
    '## How it is reckoned',
    '',
    "- **Requests are counted, not estimated**: the deployed bundles run against the sandbox, over the services' real protocols, on a clock that is",
    "  moved by hand, with every interval as in production. DynamoDB's units are taken from the items themselves, index entries included.",
    '- *Remedied*: one run with one failed task; an alert of its own, a clear after two minutes, five minutes until it succeeds. *Ignored*: the same,',
    '  and the policy leaves it alone. *Duplicate*: one more delivery of an alert while its run is being looked at.',
    `- **Lambda** bills measured CPU time, stretched to the part of a processor that the memory brings (${serviceSettings.remediate.memoryMb} of ${wholeProcessorMb} MB), and`,
    `  ${apiCallMs} ms for each call of Airflow's API. Messages of one batch wait side by side.`,
    `- **Logs** are the bytes that were written, with ${logLineBytes} a line for CloudWatch's own; Lambda's own lines are off but for those of trouble.`,
    `- A month has ${assumptions.minutesPerMonth.toLocaleString('en')} sweeps, ${idlePolls.toLocaleString('en')} polls of an idle queue, and a search each five minutes for each of ${dagsPerDeployment} DAGs a deployment.`,
    `- *Idle*: one deployment and one source: ${small.secrets} secrets, a key, ${metrics.idle} metric(s). *Watched* adds ${smallWatched.dashboards} dashboard and ${smallWatched.alarms} alarms.`,
    `- *100 failures a day*: three deployments, watched: ${threeWatched.secrets} secrets, ${metrics.busy} metrics that are written. Each failure comes alone, is remedied, and meets cold functions.`,
    '- Not counted: data transfer, backups of the table, what it stores (cents), e-mail of SNS ($2 per 100,000), and an HTTP API where one is configured ($1 a million).',
    '',
  ];
}

function renderRequests({ measured }: Figures): string[] {
  const { remedied, ignored, duplicate, sweep, discovery } = measured;
  const columns = [remedied, ignored, duplicate, sweep, discovery];
  const operations = [...new Set(columns.flatMap(({ requests }) => Object.keys(requests)))].sort();
  const count = (name: string, values: readonly number[]) => [name, ...values.map((value) => number(value))];
  const sumOf = (of: 'invocations' | 'logBytes') =>
    columns.map(({ functions }) => functionNames.reduce((sum, name) => sum + functions[name][of], 0));
  return [
    '## What one of each takes',
    '',
    ...table(
      ['', 'remedied', 'ignored', 'duplicate', 'sweep, nothing due', 'search of a DAG'],
      [
        count('invocations', sumOf('invocations')),
        ...operations.map((operation) =>
          count(
            `\`${operation}\``,
            columns.map(({ requests }) => requests[operation] ?? 0),
          ),
        ),
        count(
          'read units',
          columns.map(({ readUnits }) => readUnits),
        ),
        count(
          'write units',
          columns.map(({ writeUnits }) => writeUnits),
        ),
        count(
          'of them in the index',
          columns.map(({ indexWriteUnits }) => indexWriteUnits),
        ),
        count('bytes of log', sumOf('logBytes')),
      ],
    ),
    '',
  ];
}

function renderSizes({ kilobytes, kilobytesWithLater, measured }: Figures): string[] {
  return [
    '## Size and start',
    '',
    'Minified, as deployed. What may follow: the classifier at the first failure to judge, the adapter of each kind of Airflow, the mapping of a',
    'generic source, the replay cache. Load: CPU time on the machine that wrote this page, all bundles in one process, in this order.',
    '',
    ...table(
      ['function', 'loaded at start', 'with all that may follow', 'goal', 'load'],
      functionNames.map((name) => [
        name,
        `${kilobytes[name]} KB`,
        `${kilobytesWithLater[name]} KB`,
        `${sizeGoals[name]} KB`,
        `${Math.round(measured.loadMs[name])} ms`,
      ]),
    ),
    '',
  ];
}

const sizeGoals = { ingest: 700, remediate: 900, sweep: 600 } as const;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)];
}

function number(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? '' : rounded.toLocaleString('en');
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
