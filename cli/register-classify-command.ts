import type { Command } from 'commander';
import { type ClassifyOptions, classify } from './commands/classify.ts';
import type { Terminal } from './terminal.ts';

export function registerClassifyCommand(program: Command, terminal: Terminal): void {
  program
    .command('classify')
    .description('Say why a try failed, from its log: the class, whether a re-run helps, and the line that decides.')
    .copyInheritedSettings(program)
    .argument('[log]', "the log's tail: a file, or - for standard input")
    .option('--facts <json>', 'what the API says about the try: JSON, or @file')
    .option('--corpus <file>', 'a file of labelled logs (JSON lines): how many are answered right')
    .option(
      '--json',
      'one JSON object {"id", "class", "transient", "confidence", "signature", "evidence"}; of a corpus the counts and its "items"',
    )
    .addHelpText(
      'after',
      `
Facts: operator, state, tryNumber, maxTries, mapIndex, durationSeconds, executionTimeoutSeconds, exitCode, reportError.
Exit codes: 0 answered; 2 the file can not be read.

Examples:
  $ airmend classify attempt=1.log --facts '{"operator": "BashOperator", "exitCode": 137}'
  $ airmend classify --corpus test/corpus/failure-logs.jsonl`,
    )
    .action((log: string | undefined, options: ClassifyOptions, command: Command) => {
      command.setOptionValue('exitCode', classify(log, options, terminal));
    });
}
