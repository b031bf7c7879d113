import Table from 'cli-table3';
import { bareFailureFacts, type FailureFacts, failureFacts } from '../../shared/core/classify/failure-facts.ts';
import { parseJsonText } from '../../shared/core/diagnostics/json-text.ts';
import { readArgument, readInput } from '../read-input.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type ClassifiedItem, classifyItem, judgeCorpus, parseCorpus } from './corpus.ts';
import { corpusTables, type ReportTable, slowestSignatures } from './corpus-tables.ts';

export interface ClassifyOptions {
  readonly facts?: string;
  readonly corpus?: string;
  readonly json?: boolean;
}

/** `airmend classify`: why one log's try failed, or how well a labelled corpus is answered. */
export function classify(log: string | undefined, options: ClassifyOptions, terminal: Terminal): ExitCode {
  if (options.corpus !== undefined) return classifyCorpus(options.corpus, options, terminal);
  if (log === undefined) throw new UsageError('give a log file, `-` for standard input, or `--corpus FILE`');
  const { file, text } = readInput(log);
  const item = classifyItem({ id: file, log: text, facts: readFacts(options.facts) });
  if (options.json === true) terminal.write(JSON.stringify(item));
  else renderItem(item, terminal);
  return exitCodes.fine;
}

function readFacts(written: string | undefined): FailureFacts {
  if (written === undefined) return bareFailureFacts;
  const json = parseJsonText(readArgument(written, 'facts'));
  const checked = json.ok ? failureFacts.safeParse(json.value) : undefined;
  if (checked?.success !== true)
    throw new UsageError('--facts: not a JSON object, such as \'{"operator": "BashOperator"}\'');
  return checked.data;
}

function renderItem(item: ClassifiedItem, { write, colours }: Terminal): void {
  write(`class       ${colours.strong(item.class)}`);
  write(`transient   ${item.transient}`);
  write(`confidence  ${item.confidence.toFixed(2)}`);
  write(`signature   ${item.signature ?? 'none fits'}`);
  for (const line of item.evidence) write(`decided by  ${line}`);
}

function classifyCorpus(file: string, { json = false }: ClassifyOptions, terminal: Terminal): ExitCode {
  const corpus = parseCorpus(readInput(file));
  const report = judgeCorpus(corpus);
  if (json) terminal.write(JSON.stringify(report));
  else {
    const tables = [...corpusTables(corpus, report), slowestSignatures(corpus, () => performance.now())];
    for (const table of tables) terminal.write(renderTable(table));
  }
  return exitCodes.fine;
}

function renderTable({ title, head, rows }: ReportTable): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  return `\n${title}\n${table.toString()}`;
}
