import Table from 'cli-table3';
import type { Incident } from '../../shared/core/incident/incident.ts';
import { parseDuration } from '../../shared/core/policy/duration.ts';
import { type LedgerOptions, withLedger } from '../open-ledger.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface IncidentsListOptions extends LedgerOptions {
  readonly open?: boolean;
  readonly since: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** `airmend incidents list`: open incidents, soonest due first, then closed ones, newest first. */
export async function listIncidents(options: IncidentsListOptions, terminal: Terminal): Promise<ExitCode> {
  const now = Date.now();
  const incidents = await withLedger(options, (ledger) =>
    ledger.listIncidents({ limit: parseLimit(options.limit), closedSince: now - parseSince(options.since), now }),
  );
  const shown = options.open === true ? incidents.filter(({ dueAt }) => dueAt !== null) : incidents;
  if (options.json === true) for (const incident of shown) terminal.write(JSON.stringify(incident));
  else terminal.write(shown.length === 0 ? 'no incidents' : renderTable(shown, terminal));
  return exitCodes.fine;
}

export function parseSince(since: string): number {
  const sinceMs = parseDuration(since);
  if (sinceMs === undefined) throw new UsageError(`--since ${since}: write a duration like 90m, 24h or 7d`);
  return sinceMs;
}

export function parseLimit(limit: string): number {
  const parsed = Number(limit);
  if (!Number.isInteger(parsed) || parsed < 1) throw new UsageError(`--limit ${limit}: write a number from 1 up`);
  return parsed;
}

function renderTable(incidents: readonly Incident[], { colours }: Terminal): string {
  const table = new Table({
    head: ['run', 'deployment', 'opened', 'state', 'cases', 'why'],
    style: { head: [], border: [] },
  });
  for (const { run, deployment, openedAt, dueAt, closing, cases } of incidents) {
    const state = dueAt !== null ? colours.warning('open') : colours.strong(closing?.outcome ?? 'closed');
    const why = closing?.reason ?? `next look ${dueAt === null ? '' : new Date(dueAt).toISOString()}`;
    table.push([
      `${run.dagId}/${run.dagRunId}`,
      deployment,
      new Date(openedAt).toISOString(),
      state,
      cases.map(({ taskId }) => taskId).join(', '),
      why,
    ]);
  }
  return table.toString();
}
