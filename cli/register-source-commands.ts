import type { Command } from 'commander';
import { listSources, type SourceListOptions } from './commands/source-list.ts';
import { type SourceTestOptions, testSource } from './commands/source-test.ts';
import type { Terminal } from './terminal.ts';

const configHelp = 'the config (default: airmend.config.json)';

export function registerSourceCommands(program: Command, terminal: Terminal): void {
  const source = program
    .command('source')
    .description('Senders of alerts: list them, try their payloads.')
    .copyInheritedSettings(program);
  source
    .command('list')
    .description('List the configured sources, and every kind of sender there is.')
    .copyInheritedSettings(source)
    .option('--config <file>', configHelp)
    .option('--json', 'one JSON object {"configured", "kinds"}')
    .action((options: SourceListOptions, command: Command) => {
      command.setOptionValue('exitCode', listSources(options, terminal));
    });
  source
    .command('test')
    .description('Read a payload as ingest would: is it proved, and what reports does it become?')
    .copyInheritedSettings(source)
    .argument('<source>', 'a kind, or the name of a configured source')
    .argument('<payload>', 'the request body: a file, or - for standard input')
    .option('--headers <file>', 'JSON {"headers", "auth", "verifyAt"}: how it was sent; without it nothing is verified')
    .option('--at <time>', 'verify as of this time (ISO 8601), instead of `verifyAt`')
    .option('--config <file>', configHelp)
    .option('--json', 'the reports as one JSON array')
    .addHelpText(
      'after',
      `
Exit codes: 0 it is taken, also where nothing comes of it; 1 it is refused; 2 the files can not be read.

Examples:
  $ airmend source test alertmanager alert.json
  $ airmend source test grafana alert.json --headers alert.headers.json --json
  $ airmend source test our-own-monitor alert.json     a source of the config, with its mapping`,
    )
    .action(async (name: string, payload: string, options: SourceTestOptions, command: Command) => {
      command.setOptionValue('exitCode', await testSource({ name, payload }, options, terminal));
    });
}
