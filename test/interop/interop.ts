import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulatedAstro } from '../../sandbox/simulated-astro.ts';
import { alarmReachesIngest } from './chapters/alarm-reaches-ingest.ts';
import { alertRecovers } from './chapters/alert-recovers.ts';
import { poisonIsParked } from './chapters/poison-is-parked.ts';
import { removalLeavesNothing } from './chapters/removal-leaves-nothing.ts';
import { rolesHold } from './chapters/roles-hold.ts';
import { sweepFinds } from './chapters/sweep-finds.ts';
import { upgradeLosesNothing } from './chapters/upgrade-loses-nothing.ts';
import { createStack } from './deployed-stack.ts';
import { allowBatches } from './emulator-edges.ts';
import { readFunctionLogs } from './function-logs.ts';
import { startLocalAws } from './ministack.ts';
import { deployment, openWorld, until, type World } from './world.ts';

/**
 * `npm run test:interop`: the stack is deployed to a local AWS that evaluates IAM, unchanged, and does its work there. Where there is
 * no Python to run that with, it says so and ends well.
 */
async function interop(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'airmend-interop-'));
  const aws = await startLocalAws(folder);
  if (aws === null) return;
  const astro = await startSimulatedAstro({ deployments: [deployment], onCall: () => {}, onEvent: () => {} });
  try {
    const stack = createStack(aws, folder, config(astro.url));
    await chapter('the account is bootstrapped', async () => {
      await stack.bootstrap(policy('15m'));
      return 'by cdk bootstrap';
    });
    await chapter('the stack is deployed', async () => {
      await stack.deploy(policy('15m'));
      return 'by cdk deploy, as it is';
    });
    const forbidBatches = await allowBatches(aws, stack);
    const world = await openWorld(aws, stack, astro);
    await chapter('the first scheduled sweep adopts the deployment', () => adopted(world));
    await Promise.all([
      chapter('each role does its job and is denied what is not', () => rolesHold(world)),
      chapter('an alert ends in a recovered task', () => alertRecovers(world)),
      chapter('the sweep finds a failed run that no alert told of', () => sweepFinds(world)),
      chapter("a CloudWatch alarm's event reaches ingest", () => alarmReachesIngest(world)),
      chapter('a poisonous message is a dead letter', () => poisonIsParked(world)),
      chapter('an upgrade in the middle of a batch loses nothing', () => upgradeLosesNothing(world, policy('30m'))),
    ]);
    // A refusal that a sender's second try made good is told all the same: it names what did not answer.
    for (const line of await readFunctionLogs(aws))
      if (process.exitCode === 1 || line.includes('"request-refused"')) say(line);
    await forbidBatches();
    await chapter('the removal leaves nothing', () => removalLeavesNothing(world));
  } finally {
    aws.stop();
    await astro.close();
  }
}

function config(baseUrl: string): unknown {
  const { name, ...ids } = deployment;
  return {
    version: 1,
    deployments: { [name]: { ...ids, baseUrl, dags: ['nightly'] } },
    sources: {
      alertmanager: { kind: 'alertmanager', deployments: [name], authentication: { scheme: 'bearer' } },
      'mwaa-alarms': { kind: 'eventbridge', deployments: [name], authentication: { scheme: 'iam' } },
    },
    channels: { oncall: {} },
    intervals: {
      debounce: '2s',
      covered: '1s',
      freshHint: '5s',
      lookCadence: ['5s'],
      discovery: '30s',
      logSettle: '1s',
    },
    removal: 'destroy',
  };
}

/** One that clears whatever fails, told from another by when it would try again. */
function policy(again: string): unknown {
  const plan = [{ clear: {} }, { clear: {}, after: again }, { escalate: 'oncall' }];
  const budgets = [{ per: 'deployment', clears: 500, within: '1h' }];
  return {
    version: 1,
    mode: 'enforce',
    guardrails: { budgets },
    rules: [{ name: 'all', match: { dagId: [{ exists: true }] }, plan }],
    otherwise: [{ escalate: 'oncall' }],
  };
}

async function adopted({ ledger }: World): Promise<string> {
  const read = async () => (await ledger.readControl(deployment.runtimeId))?.item.adoptedAt ?? null;
  await until('the deployment is adopted', async () => (await read()) !== null);
  return 'within a minute';
}

async function chapter(title: string, play: () => Promise<string>): Promise<void> {
  const startedAt = Date.now();
  try {
    const told = await play();
    say(`ok    ${title}: ${told} (${Math.round((Date.now() - startedAt) / 1_000)} s)`);
  } catch (error) {
    say(`FAIL  ${title}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

function say(text: string): void {
  process.stdout.write(`interop: ${text}\n`);
}

const startedAt = Date.now();
await interop();
say(`${process.exitCode === 1 ? 'failed' : 'done'} after ${Math.round((Date.now() - startedAt) / 1_000)} s`);
