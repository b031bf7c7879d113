import type { Command } from 'commander';
import { type PatternTestOptions, testPattern } from './commands/pattern-test.ts';
import type { Terminal } from './terminal.ts';

export function registerPatternCommands(program: Command, terminal: Terminal): void {
  const pattern = program
    .command('pattern')
    .description('Event patterns: the language of `match`.')
    .copyInheritedSettings(program);
  pattern
    .command('test')
    .description('Say whether a pattern matches an event, or compare a file of examples.')
    .copyInheritedSettings(program)
    .option('--pattern <json|@file>', 'the pattern')
    .option('--event <json|@file>', 'the event')
    .option('--examples <file>', 'triples of pattern, event and answer, and texts that must be refused')
    .option('--json', 'with --examples: one JSON object {"passed", "failed", "disagreements"}')
    .addHelpText(
      'after',
      `
Prints true or false, exit code 0 either way; exit code 2 for a pattern that is refused.
With --examples: exit code 1 if a core or refused item disagrees.

Examples:
  $ airmend pattern test --pattern '{"taskId": [{"prefix": "load_"}]}' --event '{"taskId": "load_orders"}'
  $ airmend pattern test --pattern @rule.json --event @event.json
  $ airmend pattern test --examples examples.json --json`,
    )
    .action((options: PatternTestOptions, command: Command) => {
      command.setOptionValue('exitCode', testPattern(options, terminal));
    });
}
