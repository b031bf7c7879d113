import { Command, CommanderError } from 'commander';
import { registerClassifyCommand } from './register-classify-command.ts';
import { registerDlqCommands } from './register-dlq-commands.ts';
import { registerDoctorCommand } from './register-doctor-command.ts';
import { registerIncidentCommands } from './register-incident-commands.ts';
import { registerPatternCommands } from './register-pattern-commands.ts';
import { registerPolicyCommands } from './register-policy-commands.ts';
import { registerSourceCommands } from './register-source-commands.ts';
import { createTerminal, exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** The command line: every command is one file in `commands/`, registered by subject. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('airmend')
    .description("Repairs failed Airflow task instances under a written policy. This is the operator's command.")
    .addHelpText(
      'after',
      `
Exit codes: 0 fine; 1 what was checked has faults; 2 the command could not be done.

Examples:
  $ airmend policy check                       load airmend.policy.json as a deployment would, and lint it
  $ airmend policy test                        run the cases beside it
  $ airmend policy explain '{"dagId": "etl"}'  why which rule decides
  $ airmend doctor                             is what was deployed from this folder as it should be?
  $ airmend incidents list --sandbox           what the sandbox that runs here has seen
  $ airmend report --since 7d                  what was done, or in observe would have been done
  $ airmend pattern test --pattern '{"dagId": ["etl"]}' --event '{"dagId": "etl"}'`,
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    });
  registerIncidentCommands(program, terminal);
  registerDoctorCommand(program, terminal);
  registerDlqCommands(program, terminal);
  registerPolicyCommands(program, terminal);
  registerPatternCommands(program, terminal);
  registerSourceCommands(program, terminal);
  registerClassifyCommand(program, terminal);
  return program;
}

/** Runs one command; its exit code. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.fine;
  const program = createProgram(terminal);
  program.hook('postAction', (_program, command) => {
    const chosen: unknown = command.getOptionValue('exitCode');
    if (typeof chosen === 'number') exitCode = chosen;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.refused;
    if (!(error instanceof UsageError)) throw error;
    terminal.complain(`airmend: ${error.message}`);
    return exitCodes.refused;
  }
  return exitCode;
}

if (import.meta.main) process.exitCode = await runCommand(process.argv.slice(2), createTerminal());
