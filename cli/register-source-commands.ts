import type { Command } from 'commander';
import { listSources, type SourceListOptions } from './commands/source-list.ts';
import { type SourceSendOptions, sendSource } from './commands/source-send.ts';
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
  registerSend(source, terminal);
}

function registerSend(source: Command, terminal: Terminal): void {
  source
    .command('send')
    .description('Tell of a failed task as a sender would: its payload, signed, posted to the sandbox that runs here.')
    .copyInheritedSettings(source)
    .argument('<source>', 'the name of a configured source, or a kind')
    .option('--deployment <name>', 'a failed task of this deployment')
    .option('--dag <dagId>', 'of this DAG')
    .option('--run <dagRunId>', 'of this run')
    .option('--task <taskId>', 'this task; without any of these: what failed last')
    .option('--payload <file>', 'send this body instead; - reads standard input')
    .option('--sandbox', 'to the sandbox that runs here (the default)')
    .option('--url <url>', "to a deployed service: the stack's output IngestUrl; for sources that share a secret")
    .option('--secret-file <file>', 'with --url: the file with the secret; - reads standard input')
    .option('--config <file>', `with --url: ${configHelp}`)
    .addHelpText(
      'after',
      `
Exit codes: 0 it is taken; 1 it is refused; 2 it could not be sent.

Examples:
  $ airmend source send grafana                      what failed last in the sandbox
  $ airmend source send aws-sns --dag ledger_sync
  $ airmend source send grafana --url "$INGEST_URL" --secret-file secret --dag etl --task load`,
    )
    .action(async (name: string, options: SourceSendOptions, command: Command) => {
      command.setOptionValue('exitCode', await sendSource(name, options, terminal));
    });
}
