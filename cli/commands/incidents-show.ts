import type { Case, Incident } from '../../shared/core/incident/incident.ts';
import { type LedgerOptions, withLedger } from '../open-ledger.ts';
import { type DeploymentOptions, deploymentIdOf, parseRun } from '../run-argument.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';

export interface IncidentsShowOptions extends LedgerOptions, DeploymentOptions {
  readonly json?: boolean;
}

/** `airmend incidents show <run>`: the whole story of one run's trouble, as a timeline. */
export async function showIncident(run: string, options: IncidentsShowOptions, terminal: Terminal): Promise<ExitCode> {
  const key = parseRun(run, deploymentIdOf(options, options.sandbox === true));
  const stored = await withLedger(options, (ledger) => ledger.readIncident(key));
  if (stored === null) {
    terminal.complain(`the ledger knows no incident of ${run}`);
    return exitCodes.faulty;
  }
  terminal.write(options.json === true ? JSON.stringify(stored.item) : renderIncident(stored.item, terminal));
  return exitCodes.fine;
}

function renderIncident(incident: Incident, terminal: Terminal): string {
  const { run, deployment, generation, closing, dueAt, hints, cases, story } = incident;
  const { strong, dim } = terminal.colours;
  const ended =
    closing === null || dueAt !== null
      ? `open, next look ${dueAt === null ? '' : new Date(dueAt).toISOString()}`
      : `${closing.outcome}: ${closing.reason}`;
  return [
    strong(`${run.dagId} / ${run.dagRunId}`),
    `in ${deployment}, incident ${generation} of this run, ${hints.count} report(s)`,
    ended,
    '',
    ...cases.flatMap(renderCase),
    '',
    ...story.map(({ at, kind, text }) => `${dim(new Date(at).toISOString())}  ${kind.padEnd(12)}  ${text}`),
  ].join('\n');
}

function renderCase({ taskId, rule, evidence, writes, ending, failing }: Case): string[] {
  const why = evidence === null ? '' : `, ${evidence.failureClass}`;
  const lines = [`${taskId}: ${failing.length} failed instance(s)${why}`];
  if (evidence?.decidingLine != null) lines.push(`  log      ${evidence.decidingLine}`);
  if (rule !== undefined) lines.push(`  rule     ${rule ?? 'otherwise'}`);
  lines.push(`  writes   ${writes}`);
  if (ending !== null) lines.push(`  ended    ${ending.outcome}: ${ending.reason}`);
  return lines;
}
