import { Command, InvalidArgumentError, Option } from 'commander';
import { deploymentKinds } from '../shared/core/config/deployment-config.ts';

export interface StartOptions {
  readonly json: boolean;
  readonly keep: string | undefined;
  readonly config: string | undefined;
  readonly policy: string | undefined;
  readonly secrets: string | undefined;
  readonly untilIdle: boolean;
  readonly port: number;
  readonly api: (typeof deploymentKinds)[number];
}

/** The command line of `npm start -- …`. */
export function parseStartOptions(argv: readonly string[]): StartOptions {
  const command = new Command('npm start --')
    .description(
      'Runs the whole service on this machine: the deployed bundles, AWS over its real protocols, and a simulated Astro.',
    )
    .option('--json', 'one JSON object a line instead of the live view', false)
    .option('--keep <folder>', 'keep the data between starts')
    .option(
      '--config <file>',
      'look after the deployments of this config; one that names a `baseUrl` is called there, the others are simulated',
    )
    .option('--policy <file>', 'use this policy; a change of the file is taken over')
    .option('--secrets <file>', 'JSON object of secret names and values, for Secrets Manager')
    .option('--until-idle', 'with --config: end once an incident was opened and none is open', false)
    .addOption(
      new Option('--api <kind>', 'the API of what is simulated').choices(deploymentKinds).default(deploymentKinds[0]),
    )
    .option('--port <port>', 'the port of the webhook; 0: any free one', parsePort, 0)
    .addHelpText(
      'after',
      `
Examples:
  $ npm start                                            a night of failures, and how each ends
  $ npm start -- --json | head -1                        where alerts are taken, for a program
  $ npm start -- --api airflow-3                         the same night behind Airflow's own REST API
  $ npm start -- --config airmend.config.json --secrets secrets.json
                                                         your own deployments, from this machine`,
    )
    .parse([...argv], { from: 'user' });
  const { json, keep, config, policy, secrets, untilIdle, port, api } = command.opts();
  return { json, keep, config, policy, secrets, untilIdle, port, api };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return port;
}
