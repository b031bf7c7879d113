import type { Command } from 'commander';
import { type DoctorOptions, doctor } from './commands/doctor.ts';
import type { Terminal } from './terminal.ts';

export function registerDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .copyInheritedSettings(program)
    .description('Look at an installation from all sides, and say how to mend what is wrong. Changes nothing.')
    .option('--sandbox', 'the sandbox that runs in this folder')
    .option('--config <file>', 'the config (default: airmend.config.json)')
    .option('--policy <file>', 'the policy (default: the one that the config names)')
    .option('--run <run>', 'try the API on this run, <dagId>/<dagRunId> (default: one that failed)')
    .option('--table <name>', "the ledger's table (default: AIRMEND_LEDGER_TABLE, or the stack's output LedgerTable)")
    .option('--queue <url>', "the failure queue (default: the stack's output FailureQueue)")
    .option('--dead-letters <url>', "the dead-letter queue (default: the stack's output DeadLetterQueue)")
    .option('--stack <name>', 'of several stacks that were deployed from here, this one')
    .option('--json', 'one JSON object {"ok", "findings"}')
    .addHelpText(
      'after',
      `
Exit codes: 0 it works; 1 something is broken; 2 it could not be looked at.

Examples:
  $ airmend doctor                       what was deployed from this folder
  $ airmend doctor --sandbox             the sandbox that runs here
  $ airmend doctor --run etl/manual__1   try the API's operations on this run`,
    )
    .action(async (options: DoctorOptions, command: Command) => {
      command.setOptionValue('exitCode', await doctor(options, terminal));
    });
}
