import { effectiveMode } from '../../../shared/core/decide/effective-mode.ts';
import { policyOf } from '../functions.ts';
import type { Happening } from '../happening.ts';
import type { SimulatedConfig } from '../plan.ts';
import { clockSlackMs, type Listing } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';
import { describe } from './proved-writes.ts';

type SentHappening = Extract<Happening, { kind: 'sent' }>;

/** A truth may be a minute old when the write is recorded, which is sent within ten seconds. */
const truthAgeMsMax = 70_000;

/**
 * Nothing is written while observing, paused, protected or too old. For each request that reaches Airflow:
 * - policy, deployment and (for failed tasks) rule of its process are in `enforce`;
 * - nobody had paused its run, DAG or deployment when its last dry run was asked (a write begins there), or it was resumed before it was sent;
 * - no task that it names is one the policy protects, and its DAG, as its process read it after the listing, was not tagged
 *   `airmend-off`, paused, broken or gone;
 * - the listing it stands on is at most a minute old;
 * - each failed task it names failed no longer ago than the policy allows, after the deployment was adopted, and after
 *   its rule had been observing for the last time (an observing config that no sweep saw does not count);
 * - no instance of such a task still has native retries.
 */
export function guardedWrites(): Invariant {
  return {
    name: 'no write past a guardrail',
    see(happening, context) {
      if (happening.kind !== 'sent') return;
      const { process, sent } = happening;
      const listing = context.chronicle.listing(process, sent.write.request);
      if (listing === null) return;
      const why = whyNot(happening, listing, context) ?? whyTooOld(happening, listing, context);
      if (why !== null) context.violated(`${describe(sent.write)}: ${why}`);
    },
  };
}

function whyNot({ process, sent }: SentHappening, listing: Listing, { chronicle }: Context): string | null {
  const { config } = process;
  const { policy } = policyOf(config);
  const { write, startedAt } = sent;
  const named = namedBy(sent);
  const failed = namedFailed(sent, listing);
  const beganAt = write.kind === 'queueRun' ? listing.at : (chronicle.of(process).preview?.at ?? listing.at);
  const dagSeen = chronicle.of(process).dag;
  if (effectiveMode(policy, null, config.mode) === 'observe') return 'the mode is observe';
  const observing = failed.find((taskId) => effectiveMode(policy, ruleOf(taskId), config.mode) === 'observe');
  if (observing !== undefined) return `the rule of ${observing} observes`;
  if (chronicle.isPaused(write.request, beganAt) && chronicle.isPaused(write.request, startedAt))
    return 'it was paused';
  const kept = named.find((taskId) => taskId.startsWith('keep_'));
  if (kept !== undefined) return `${kept} is protected`;
  if (dagSeen === null || dagSeen.at < listing.at || dagSeen.dag === null) return 'its DAG was not read';
  const { tags, isPaused, isActive, hasImportErrors } = dagSeen.dag;
  if (tags.includes('airmend-off')) return 'its DAG is tagged airmend-off';
  if (isPaused || !isActive || hasImportErrors) return 'its DAG can not run';
  if (startedAt - listing.at > truthAgeMsMax) return `its listing is ${startedAt - listing.at} ms old`;
  const retrying = listing.taskInstances.find(
    ({ taskId, state }) => failed.includes(taskId) && state === 'up_for_retry',
  );
  return retrying === undefined ? null : `${retrying.taskId} has native retries left`;
}

function whyTooOld({ process, sent }: SentHappening, listing: Listing, { world }: Context): string | null {
  const { plan } = world;
  const { age } = policyOf(process.config).policy.guardrails;
  for (const taskId of namedFailed(sent, listing)) {
    const ends = listing.taskInstances.filter((one) => one.taskId === taskId && one.state === 'failed');
    const failedAt = Math.max(...ends.map(({ endedAt }) => endedAt ?? 0));
    const bounds = [
      listing.at - age.failureAtMostMs,
      plan.adoptFailuresSince ?? plan.startAt,
      enforcedSince(plan.configs, process.config, taskId),
    ];
    const newest = Math.max(...bounds);
    if (failedAt < newest - clockSlackMs) return `${taskId} failed ${newest - failedAt} ms too long ago`;
  }
  return null;
}

/** Three sweeps see a config that stands this long, whatever fault strikes one of them. */
const seenAfterMs = 10 * 60_000;

/** Since when a task's rule may act, from what was deployed: after the last config that observed long enough to be seen. */
function enforcedSince(configs: readonly SimulatedConfig[], present: SimulatedConfig, taskId: string): number {
  let since = 0;
  for (const [place, config] of configs.entries()) {
    const until = configs[place + 1]?.from ?? Number.POSITIVE_INFINITY;
    if (config.from >= present.from) break;
    const observes = effectiveMode(policyOf(config).policy, ruleOf(taskId), config.mode) === 'observe';
    if (observes && until - config.from >= seenAfterMs) since = until;
  }
  return since;
}

function ruleOf(taskId: string): string {
  if (taskId.startsWith('opt_')) return 'optional';
  if (taskId.startsWith('skip_')) return 'skippable';
  if (taskId.startsWith('ign_')) return 'ignored';
  return taskId.startsWith('esc_') ? 'told' : 'rest';
}

function namedBy({ write }: SentHappening['sent']): readonly string[] {
  if (write.kind === 'queueRun') return [];
  return write.kind === 'clear' ? write.request.taskIds : [write.request.taskId];
}

function namedFailed(sent: SentHappening['sent'], { taskInstances }: Listing): string[] {
  return namedBy(sent).filter((name) =>
    taskInstances.some(({ taskId, state }) => taskId === name && state === 'failed'),
  );
}
