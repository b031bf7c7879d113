import { createRemediate } from '../../functions/remediate/remediate.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { intervals, toLookSettings } from '../../shared/core/config/intervals.ts';
import { decide } from '../../shared/core/decide/decide.ts';
import { createDecidingPolicy } from '../../shared/core/policy/deciding-policy.ts';
import { parsePolicy } from '../../shared/core/policy/parse-policy.ts';
import type { LookWorld } from '../../shared/look/look-world.ts';
import { channels, deployment, type SimulatedConfig } from './plan.ts';
import type { SimulatedProcess } from './process.ts';
import type { QueuedMessage } from './simulated-queue.ts';
import { createSuspendedAirflow } from './suspended-airflow.ts';
import { createSuspendedLedger } from './suspended-ledger.ts';
import {
  createSuspendedNotifier,
  createSuspendedParking,
  createSuspendedQueue,
  createWatchedJournal,
} from './suspended-ports.ts';
import type { SimulatedWorld } from './world.ts';

const settings = toLookSettings(intervals.parse({}));
const loaded = new WeakMap<SimulatedConfig, ReturnType<typeof createDecidingPolicy>>();

/** The deployed policy, by the real loader. */
export function policyOf(config: SimulatedConfig): ReturnType<typeof createDecidingPolicy> {
  const known = loaded.get(config);
  if (known !== undefined) return known;
  const parsed = parsePolicy({ text: JSON.stringify(config.policy), channels: [...channels] });
  if (!parsed.ok)
    throw new Error(`the simulation drew a policy that does not load: ${JSON.stringify(parsed.diagnostics)}`);
  const policy = createDecidingPolicy(parsed.policy);
  loaded.set(config, policy);
  return policy;
}

/** One invocation of the remediate function with one message. */
export async function remediate(
  world: SimulatedWorld,
  process: SimulatedProcess,
  message: QueuedMessage,
): Promise<void> {
  const clock = () => world.time.now + process.skewMs;
  const journal = createWatchedJournal(world, process);
  const ledger = createSuspendedLedger(world, process);
  let ids = 0;
  const lookWorld: LookWorld = {
    airflow: createSuspendedAirflow(world, process),
    ledger,
    journal,
    notifier: createSuspendedNotifier(world, process),
    policy: policyOf(process.config),
    decide: async (input) => decide(input),
    settings: { ...settings, discoveryEveryMs: world.plan.discoveryEveryMs },
    deployment: { ...deployment, mode: process.config.mode, airflowUrl: 'https://airflow.example' },
    clock,
    newId: () => {
      ids += 1;
      return `${process.name}.${ids}`;
    },
  };
  const handle = createRemediate({
    ledger,
    journal,
    clock,
    parking: createSuspendedParking(world, process),
    worldOf: (name) => (name === deployment.name ? lookWorld : undefined),
  });
  await handle({ messageId: message.messageId, body: message.body, deadlineAt: Number.POSITIVE_INFINITY });
}

/** One tick of the sweep, cold. */
export async function sweep(world: SimulatedWorld, process: SimulatedProcess): Promise<void> {
  const { plan } = world;
  const run = createSweep({
    ledger: createSuspendedLedger(world, process),
    queue: createSuspendedQueue(world, process),
    journal: createWatchedJournal(world, process),
    clock: () => world.time.now + process.skewMs,
    policy: policyOf(process.config).policy,
    deployments: [
      {
        name: deployment.name,
        deploymentId: deployment.deploymentId,
        mode: process.config.mode,
        dags: plan.dagsInConfig,
        adoptFailuresSince: plan.adoptFailuresSince,
      },
    ],
    leaseMs: 600_000,
    discoveryEveryMs: plan.discoveryEveryMs,
  });
  await run();
}
