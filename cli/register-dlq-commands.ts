import type { Command } from 'commander';
import { type DlqListOptions, listDeadLetters } from './commands/dlq-list.ts';
import { type DlqRedriveOptions, redriveDeadLetters } from './commands/dlq-redrive.ts';
import { type DlqShowOptions, showDeadLetter } from './commands/dlq-show.ts';
import type { Terminal } from './terminal.ts';

/** What looks at messages that could not be handled, and puts them back. */
export function registerDlqCommands(program: Command, terminal: Terminal): void {
  const dlq = program
    .command('dlq')
    .description('Messages that could not be handled: look at them, put them back.')
    .copyInheritedSettings(program);
  onQueues(dlq, 'list')
    .description('What lies in the dead-letter queue, oldest first. It stays there.')
    .option('--limit <n>', 'at most so many', '100')
    .option('--json', 'one JSON object a message')
    .action(async (options: DlqListOptions, command: Command) => {
      command.setOptionValue('exitCode', await listDeadLetters(options, terminal));
    });
  onQueues(dlq, 'show')
    .description('One message, whole, and why it is there.')
    .argument('<message>', 'its id, as `dlq list` shows it')
    .option('--json', 'as one JSON object')
    .action(async (messageId: string, options: DlqShowOptions, command: Command) => {
      command.setOptionValue('exitCode', await showDeadLetter(messageId, options, terminal));
    });
  onQueues(dlq, 'redrive')
    .description('Back to the failure queue, all that Airmend can read or only these. Nothing is lost on the way.')
    .argument('[message...]', 'ids, as `dlq list` shows them')
    .option('--queue <url>', "the failure queue (default: the stack's output FailureQueue)")
    .option('--policy <file>', 'says how old a failure may be (default: airmend.policy.json)')
    .addHelpText(
      'after',
      `
A message only says where to look: what is failed there is read anew. A failure that is older than the policy's
\`guardrails.age\` is not acted on, however late its message comes: it ends as \`too-old\`.`,
    )
    .action(async (messageIds: string[], options: DlqRedriveOptions, command: Command) => {
      command.setOptionValue('exitCode', await redriveDeadLetters(messageIds, options, terminal));
    });
}

function onQueues(parent: Command, name: string): Command {
  return parent
    .command(name)
    .copyInheritedSettings(parent)
    .option('--dead-letters <url>', "the dead-letter queue (default: the stack's output DeadLetterQueue)")
    .option('--stack <name>', 'of several stacks that were deployed from here, this one')
    .option('--sandbox', 'the queues of the sandbox that runs in this folder');
}
