import type { Command } from 'commander';
import { type ExplainRunOptions, explainRun } from './commands/explain-run.ts';
import { type IncidentsListOptions, listIncidents } from './commands/incidents-list.ts';
import { type IncidentsShowOptions, showIncident } from './commands/incidents-show.ts';
import { type PauseOptions, pause, resume } from './commands/pause.ts';
import { type ReportOptions, report } from './commands/report.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** What looks at the ledger, or writes a pause into it. */
export function registerIncidentCommands(program: Command, terminal: Terminal): void {
  const incidents = program
    .command('incidents')
    .description('Look at incidents in the ledger.')
    .copyInheritedSettings(program);
  onLedger(incidents, 'list')
    .description('Open incidents, soonest due first, then closed ones, newest first.')
    .option('--open', 'only open ones')
    .option('--since <duration>', 'closed ones of this long', '7d')
    .option('--limit <n>', 'at most so many', '100')
    .option('--json', 'one JSON object an incident')
    .action(async (options: IncidentsListOptions, command: Command) =>
      ending(command, await listIncidents(options, terminal)),
    );
  onDeployment(incidents, 'show')
    .description("One run's whole story: every hint, decision, proof, write and outcome.")
    .argument('<run>', 'as <dagId>/<dagRunId>')
    .option('--json', 'the incident as JSON')
    .action(async (run: string, options: IncidentsShowOptions, command: Command) =>
      ending(command, await showIncident(run, options, terminal)),
    );
  onDeployment(program, 'explain')
    .description('What the latest looks at a run decided, with every guardrail and why.')
    .argument('<run>', 'as <dagId>/<dagRunId>')
    .option('--looks <n>', 'so many looks', '5')
    .option('--json', 'each recorded look as one JSON object')
    .action(async (run: string, options: ExplainRunOptions, command: Command) =>
      ending(command, await explainRun(run, options, terminal)),
    );
  onLedger(program, 'report')
    .description('Per rule what was done, or in observe what would have been done, and what refused it.')
    .option('--since <duration>', 'incidents of this long', '7d')
    .option('--json', 'one JSON object')
    .action(async (options: ReportOptions, command: Command) => ending(command, await report(options, terminal)));
  registerPause(program, terminal);
}

function registerPause(program: Command, terminal: Terminal): void {
  onDeployment(program, 'pause')
    .description('Write nothing to a deployment, a DAG or a run, from now on.')
    .option('--dag <dagId>', 'only this DAG')
    .option('--run <dagRunId>', 'only this run of the DAG')
    .option('--reason <text>', 'why; people who are told of a held failure read it')
    .option('--for <duration>', 'until then; without it until somebody resumes')
    .option('--by <name>', 'who; default: the user of this machine')
    .addHelpText(
      'after',
      '\nExample:\n  $ airmend pause --deployment production --dag orders --reason "migration tonight" --for 6h',
    )
    .action(async (options: PauseOptions, command: Command) => ending(command, await pause(options, terminal)));
  onDeployment(program, 'resume')
    .description('Take a pause back, also one that Airmend set itself.')
    .option('--dag <dagId>', 'the pause of this DAG')
    .option('--run <dagRunId>', 'the pause of this run of the DAG')
    .action(async (options: PauseOptions, command: Command) => ending(command, await resume(options, terminal)));
}

function onLedger(parent: Command, name: string): Command {
  return parent
    .command(name)
    .copyInheritedSettings(parent)
    .option('--table <name>', "the ledger's table (default: AIRMEND_LEDGER_TABLE, or the stack's output LedgerTable)")
    .option('--stack <name>', 'of several stacks that were deployed from here, this one')
    .option('--sandbox', 'the ledger of the sandbox that runs in this folder');
}

function onDeployment(parent: Command, name: string): Command {
  return onLedger(parent, name)
    .option('--deployment <name>', "the deployment's name in the config, or its id (default: the only one)")
    .option('--config <file>', 'the config (default: airmend.config.json)');
}

function ending(command: Command, exitCode: ExitCode): void {
  command.setOptionValue('exitCode', exitCode);
}
