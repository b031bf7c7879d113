import Table from 'cli-table3';
import type { Incident } from '../../shared/core/incident/incident.ts';
import { type LedgerOptions, withLedger } from '../open-ledger.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';
import { parseSince } from './incidents-list.ts';

export interface ReportOptions extends LedgerOptions {
  readonly since: string;
  readonly json?: boolean;
}

/** What became of the cases one rule decided. */
export interface RuleReport {
  readonly rule: string;
  readonly cases: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly writes: number;
  /** Why cases ended, most frequent first. In observe: what would have been done, or what would have refused it. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

const incidentsMax = 10_000;
const reasonsShown = 5;

/** `airmend report`: per rule what was done, or in observe what would have been done, and what refused it. */
export async function report(options: ReportOptions, terminal: Terminal): Promise<ExitCode> {
  const now = Date.now();
  const closedSince = now - parseSince(options.since);
  const incidents = await withLedger(options, (ledger) =>
    ledger.listIncidents({ limit: incidentsMax, closedSince, now }),
  );
  const rules = reportRules(incidents);
  if (options.json === true)
    terminal.write(JSON.stringify({ since: new Date(closedSince).toISOString(), incidents: incidents.length, rules }));
  else terminal.write(renderReport(incidents.length, rules));
  return exitCodes.fine;
}

/** Groups cases by the rule that decided them. */
export function reportRules(incidents: readonly Incident[]): RuleReport[] {
  const cases = incidents.flatMap((incident) => incident.cases);
  const byRule = Map.groupBy(cases, ({ rule }) =>
    rule === undefined ? '(no rule was needed)' : (rule ?? 'otherwise'),
  );
  return [...byRule].map(([rule, decided]) => ({
    rule,
    cases: decided.length,
    outcomes: count(decided.map(({ ending }) => ending?.outcome ?? 'open')),
    writes: decided.reduce((sum, { writes }) => sum + writes, 0),
    reasons: Object.entries(count(decided.flatMap(({ ending }) => (ending === null ? [] : [ending.reason]))))
      .map(([reason, times]) => ({ reason, count: times }))
      .sort((left, right) => right.count - left.count),
  }));
}

function count(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));
}

function renderReport(incidents: number, rules: readonly RuleReport[]): string {
  const table = new Table({
    head: ['rule', 'cases', 'writes', 'outcomes', 'why'],
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const { rule, cases, writes, outcomes, reasons } of rules) {
    const ended = Object.entries(outcomes).map(([outcome, times]) => `${outcome} ${times}`);
    table.push([
      rule,
      cases,
      writes,
      ended.join('\n'),
      reasons
        .slice(0, reasonsShown)
        .map(({ reason, count: times }) => `${times}× ${reason}`)
        .join('\n'),
    ]);
  }
  return `${incidents} incident(s)\n${table.toString()}`;
}
