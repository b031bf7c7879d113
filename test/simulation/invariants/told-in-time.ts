import * as z from 'zod';
import { effectiveMode } from '../../../shared/core/decide/effective-mode.ts';
import type { Incident } from '../../../shared/core/incident/incident.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { policyOf } from '../functions.ts';
import type { SimulatedConfig } from '../plan.ts';
import type { SimulatedWorld } from '../world.ts';
import { clockSlackMs, keyOf } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';

/** Debounce, a sweep and the look it leads to. */
const slackMs = 150_000;
/** After faults: a lease, the longest backoff and a visibility time-out may have to pass first. */
const slackAfterFaultsMs = 35 * 60_000;

/**
 * An unresolved failure is told in time. At every minute: for each case of the ledger that is open, whose task is failed in Airflow
 * with the very try the case holds and nothing of which runs, a message that names the task, or its run as one that
 * is held with its deployment, was sent since the case was opened, by `tell.within` after the failure plus a sweep; so it is for an incident whose looks all met trouble, from its opening. Where faults may strike, no earlier than
 * when what they cost can have been made good after the last of them. Nothing is asked where anything that was deployed since observes.
 */
export function toldInTime(): Invariant {
  const toldAt = new Map<string, number>();
  const violatedFor = new Set<string>();
  return {
    name: 'told in time',
    see(happening, context) {
      if (happening.kind === 'told') {
        for (const name of subjectsOf(happening.notification)) toldAt.set(name, context.world.time.now);
      }
      if (happening.kind !== 'minute') return;
      for (const incident of context.world.ledger.incidents()) {
        const run = keyOf(incident.run);
        if (incident.closing !== null || violatedFor.has(run)) continue;
        const late = lateOf(incident, toldAt, context);
        if (late === null) continue;
        violatedFor.add(run);
        context.violated(`${run}: ${late}`);
      }
    },
  };
}

/** The run and each task that the message tells of, or each run that it says is held with its deployment. */
function subjectsOf({ details, together }: Notification): string[] {
  if (together !== undefined) {
    const held = z.array(z.object({ dagId: z.string(), dagRunId: z.string() })).parse(details['runs']);
    return ['held', ...held.map((run) => `held ${keyOf(run)}`)];
  }
  const run = `${String(details['dagId'])}/${String(details['dagRunId'])}`;
  const named = z.array(z.looseObject({ taskId: z.string() })).parse(details['tasks']);
  return [run, ...named.map(({ taskId }) => `${run} ${taskId}`)];
}

/** A run that was being opened while the message was sent may be missing in it. */
const openingMs = 60_000;

function lateOf(incident: Incident, toldAt: ReadonlyMap<string, number>, { world }: Context): string | null {
  const run = keyOf(incident.run);
  const wasTold = (name: string, since: number): boolean =>
    (toldAt.get(name) ?? Number.NEGATIVE_INFINITY) >= since - clockSlackMs;
  const wasHeld = (since: number): boolean =>
    wasTold(`held ${run}`, since) || (wasTold('held', since) && !wasTold('held', since + openingMs));
  const { plan, time } = world;
  const config = plan.configs.findLast(({ from }) => from <= time.now);
  if (config === undefined || plan.configs.some((one) => observes(one))) return null;
  const { withinMs } = policyOf(config).policy.guardrails.tell;
  const isFaultless = plan.faultShare === 0 && plan.outages.length === 0;
  const boundOf = (since: number): number =>
    isFaultless
      ? since + withinMs + slackMs
      : Math.max(since + withinMs + slackMs, plan.quietFrom + slackAfterFaultsMs);
  if (incident.cases.length === 0 && incident.trouble !== null)
    return time.now > boundOf(incident.openedAt) && !wasTold(run, incident.openedAt) && !wasHeld(incident.openedAt)
      ? 'trouble since it was opened'
      : null;
  for (const one of incident.cases) {
    const since = Math.max(one.failedAt, one.openedAt);
    if (one.ending !== null || wasTold(`${run} ${one.taskId}`, one.openedAt) || time.now <= boundOf(since)) continue;
    if (!wasHeld(one.openedAt) && isStillFailed(incident, one, world))
      return `${one.taskId} is failed since ${new Date(one.failedAt).toISOString()}`;
  }
  return null;
}

function isStillFailed({ run }: Incident, one: Incident['cases'][number], { model }: SimulatedWorld): boolean {
  const instances = (model.listTaskInstances(run.dagId, run.dagRunId) ?? []).filter(
    ({ taskId }) => taskId === one.taskId,
  );
  const isIdle = instances.every(({ state }) => ['failed', 'success', 'skipped', 'upstream_failed'].includes(state));
  return (
    isIdle &&
    one.failing.some((root) =>
      instances.some(
        ({ mapIndex, state, tryNumber }) =>
          state === 'failed' && mapIndex === root.mapIndex && tryNumber === root.tryNumber,
      ),
    )
  );
}

function observes(config: SimulatedConfig): boolean {
  const { policy } = policyOf(config);
  return [null, ...policy.rules.map(({ name }) => name)].some(
    (rule) => effectiveMode(policy, rule, config.mode) === 'observe',
  );
}
