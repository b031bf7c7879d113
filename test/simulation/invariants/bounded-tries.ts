import { policyOf } from '../functions.ts';
import type { Happening } from '../happening.ts';
import { keyOf } from './chronicle.ts';
import { dagOf } from './dag-graph.ts';
import type { Context, Invariant } from './invariant.ts';

interface Count {
  /** Tries that ran because of Airmend's earlier clears. */
  ran: number;
  /** The try at Airmend's last clear; null: somebody else acted since. */
  since: number | null;
}

/**
 * Tries added stay within bounds: a clear of a failed task instance takes effect only if the tries that already ran because of
 * Airmend's clears, and the retries + 1 that this one adds, are at most `tries.perTaskInstance`.
 * A person's act ends what is counted as Airmend's; TTL forgets.
 */
export function boundedTries(): Invariant {
  const counts = new Map<string, Map<string, Count>>();
  return {
    name: 'tries within bounds',
    see(happening, context) {
      if (happening.kind === 'forgotten') counts.delete(keyOf(happening.run));
      if (happening.kind === 'acted') settle(counts, happening.act, context);
      if (happening.kind === 'sent' && happening.sent.write.kind === 'clear') judge(counts, happening, context);
    },
  };
}

function judge(
  counts: Map<string, Map<string, Count>>,
  { process, sent }: Extract<Happening, { kind: 'sent' }>,
  { world, violated }: Context,
): void {
  const limit = policyOf(process.config).policy.guardrails.tries.perTaskInstance;
  for (const { dagId, dagRunId, before } of sent.touched) {
    if (before.state !== 'failed' || dagRunId !== sent.write.request.dagRunId) continue;
    const retries = dagOf(world.plan.dags, dagId).tasks.find(({ taskId }) => taskId === before.taskId)?.retries ?? 0;
    const count = countOf(counts, keyOf({ dagId, dagRunId }), `${before.taskId}[${before.mapIndex}]`);
    if (count.since !== null) count.ran += before.tryNumber - count.since;
    count.since = before.tryNumber;
    if (count.ran + retries + 1 > limit && isNamed(sent, before.taskId))
      violated(
        `${before.taskId}[${before.mapIndex}] of ${dagRunId}: ${count.ran} tries added, ${retries + 1} more, at most ${limit}`,
      );
  }
}

/** What a wider effect touched besides is another invariant's. */
function isNamed({ write }: Extract<Happening, { kind: 'sent' }>['sent'], taskId: string): boolean {
  return write.kind === 'clear' && write.request.taskIds.includes(taskId);
}

function countOf(counts: Map<string, Map<string, Count>>, run: string, instance: string): Count {
  const ofRun = counts.get(run) ?? new Map<string, Count>();
  counts.set(run, ofRun);
  const count = ofRun.get(instance) ?? { ran: 0, since: null };
  ofRun.set(instance, count);
  return count;
}

function settle(
  counts: Map<string, Map<string, Count>>,
  act: Extract<Happening, { kind: 'acted' }>['act'],
  { world }: Context,
): void {
  if (!('dagRunId' in act)) return;
  const ofRun = counts.get(keyOf(act));
  if (ofRun === undefined) return;
  for (const { taskId, mapIndex, tryNumber } of world.model.listTaskInstances(act.dagId, act.dagRunId) ?? []) {
    const count = ofRun.get(`${taskId}[${mapIndex}]`);
    if (count === undefined || count.since === null) continue;
    count.ran += tryNumber - count.since;
    count.since = null;
  }
}
