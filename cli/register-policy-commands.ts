import type { Command } from 'commander';
import { checkPolicyFile, type PolicyCheckOptions } from './commands/policy-check.ts';
import { explainPolicy, type PolicyExplainOptions } from './commands/policy-explain.ts';
import { type PolicyReplayOptions, replayRecorded } from './commands/policy-replay.ts';
import { type PolicyTestOptions, testPolicy } from './commands/policy-test.ts';
import type { Terminal } from './terminal.ts';

const configHelp = 'the config whose channels count (default: airmend.config.json beside the policy)';

export function registerPolicyCommands(program: Command, terminal: Terminal): void {
  const policy = program
    .command('policy')
    .description('Check, test and explain a policy.')
    .copyInheritedSettings(program);
  registerCheck(policy, terminal);
  registerTest(policy, terminal);
  registerExplain(policy, terminal);
  registerReplay(policy, terminal);
}

function registerReplay(policy: Command, terminal: Terminal): void {
  policy
    .command('replay')
    .description('What a policy would have done with failures that were recorded, and where another one would differ.')
    .copyInheritedSettings(policy)
    .argument(
      '<file>',
      'JSON lines of recorded looks (airmend explain --json) or of native reports; - for standard input',
    )
    .option('--policy <file>', 'the policy (default: airmend.policy.json)')
    .option('--against <file>', 'another policy, to compare with')
    .option(
      '--assume <what>',
      'a re-run that was never made: recorded (ends as the task did in the end), fails, recovers',
      'recorded',
    )
    .option('--config <file>', configHelp)
    .option('--json', 'one JSON object {"summary", "against"?, "differences"?, "episodes"}')
    .addHelpText(
      'after',
      `
The decisions are the product's own, on a clock that jumps from one due look to the next. The mode is taken as enforce, so
that a policy in observe shows what it would do. Of a report nothing is known but its text: how its task ended is taken as failed.

Exit codes: 0 replayed; 2 a policy or the file does not load.

Examples:
  $ airmend policy replay looks.jsonl
  $ airmend policy replay looks.jsonl --policy airmend.policy.json --against policies/transient-infrastructure.json --assume recovers`,
    )
    .action((file: string, options: PolicyReplayOptions, command: Command) => {
      command.setOptionValue('exitCode', replayRecorded(file, options, terminal));
    });
}

function registerCheck(policy: Command, terminal: Terminal): void {
  policy
    .command('check')
    .description('Load a policy as a deployment would, and lint it.')
    .copyInheritedSettings(policy)
    .argument('[file]', 'the policy (default: airmend.policy.json)')
    .option('--config <file>', configHelp)
    .option('--strict', 'warnings fail too: for CI')
    .option('--json', 'one JSON object {"file", "ok", "policyHash", "diagnostics"}')
    .addHelpText(
      'after',
      '\nExit codes: 0 it loads; 1 it does not, or warns under --strict; 2 it can not be read.\n\nExample:\n  $ airmend policy check policies/cautious-start.json --strict',
    )
    .action((file: string | undefined, options: PolicyCheckOptions, command: Command) => {
      command.setOptionValue('exitCode', checkPolicyFile(file, options, terminal));
    });
}

function registerTest(policy: Command, terminal: Terminal): void {
  policy
    .command('test')
    .description('Run the cases beside a policy: for airmend.policy.json, airmend.policy.test.json.')
    .copyInheritedSettings(policy)
    .argument('[file]', 'the policy (default: airmend.policy.json)')
    .option('--cases <file>', 'the cases, where they stand elsewhere')
    .option('--config <file>', configHelp)
    .option('--json', 'one JSON object {"passed", "failed", "rules", "rulesNotCovered", "cases"}')
    .addHelpText(
      'after',
      `
A case gives facts and says what must come of them:
  { "cases": [{ "name": "clears a lost worker",
                "facts": { "dagId": "etl", "failureClass": "worker-lost" },
                "expect": { "rule": "transient infrastructure", "step": "clear", "refusal": null } }] }

Exit codes: 0 all pass; 1 one fails; 2 policy or cases do not load.`,
    )
    .action((file: string | undefined, options: PolicyTestOptions, command: Command) => {
      command.setOptionValue('exitCode', testPolicy(file, options, terminal));
    });
}

function registerExplain(policy: Command, terminal: Terminal): void {
  policy
    .command('explain')
    .description('For every rule: that it matches, or the first fact for which it does not.')
    .copyInheritedSettings(policy)
    .argument(
      '<subject>',
      'the facts of a case or a report (JSON, a file, or - for standard input), or a run in the ledger: <dagId>/<dagRunId>',
    )
    .option('--policy <file>', 'the policy (default: airmend.policy.json)')
    .option('--config <file>', configHelp)
    .option('--deployment <name>', "for a run: the deployment's name in the config, or its id (default: the only one)")
    .option(
      '--table <name>',
      "for a run: the ledger's table (default: AIRMEND_LEDGER_TABLE, or the stack's output LedgerTable)",
    )
    .option('--stack <name>', 'for a run: of several stacks that were deployed from here, this one')
    .option('--sandbox', 'for a run: the ledger of the sandbox that runs in this folder')
    .option('--json', 'one JSON object {"decision", "rules"}')
    .addHelpText(
      'after',
      '\nExample:\n  $ airmend policy explain \'{"dagId": "etl", "failureClass": "connection"}\' --policy policies/transient-infrastructure.json',
    )
    .action(async (subject: string, options: PolicyExplainOptions, command: Command) => {
      command.setOptionValue('exitCode', await explainPolicy(subject, options, terminal));
    });
}
