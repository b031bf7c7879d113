import { isDeepStrictEqual } from 'node:util';
import { waitMs } from '../../shared/core/decide/cadence.ts';
import type { PolicyModes } from '../../shared/core/decide/effective-mode.ts';
import type { Control } from '../../shared/core/incident/control.ts';
import type { WorkMessage } from '../../shared/core/incident/work-message.ts';
import { type AdoptedDeployment, adopt } from '../../shared/look/adopt.ts';
import type { Journal } from '../../shared/ports/journal.ts';
import type { DueWork, Ledger } from '../../shared/ports/ledger.ts';
import type { WorkQueue } from '../../shared/ports/queue.ts';

export interface SweptDeployment extends AdoptedDeployment {
  readonly name: string;
  readonly dags: readonly string[];
}

export interface SweepParts {
  readonly ledger: Ledger;
  readonly queue: WorkQueue;
  readonly journal: Journal;
  readonly clock: () => number;
  readonly policy: PolicyModes;
  readonly deployments: readonly SweptDeployment[];
  readonly leaseMs: number;
  readonly discoveryEveryMs: number;
}

/** The most that one sweep queues: what is left is the next one's. */
const workPerSweepMax = 500;

/** Adopts new deployments, then leases what is due and queues it. Needs no token and never calls Airflow. */
export function createSweep(parts: SweepParts): () => Promise<void> {
  const known = new Map<string, Control['enforcedSince']>();
  return async () => {
    const now = parts.clock();
    for (const deployment of parts.deployments) {
      const { adoptedAt, enforcedSince } = await adopt(parts.ledger, deployment, parts.policy, now);
      const before = known.get(deployment.name);
      if (before === undefined) await noteDags(parts, deployment, now);
      if (before === undefined || !isDeepStrictEqual(before, enforcedSince)) {
        const about = {
          deployment: deployment.name,
          adoptedAt: adoptedAt ?? now,
          enforcing: Object.keys(enforcedSince),
        };
        parts.journal.note({ event: 'deployment-adopted', ...about });
      }
      known.set(deployment.name, enforcedSince);
    }
    await queueDue(parts, now);
  };
}

/** The config's DAGs are searched for ever; noted once while warm. */
async function noteDags(
  { ledger }: SweepParts,
  { deploymentId, name, dags }: SweptDeployment,
  now: number,
): Promise<void> {
  for (const dagId of dags)
    await ledger.recordDagOfInterest({ deploymentId, deployment: name, dagId, dueAt: now, forgetAt: null });
}

/** Leased first: a backlog is not queued again by the next sweep, and what a failed send leaves behind is due again after the lease. */
async function queueDue({ ledger, queue, journal, ...times }: SweepParts, now: number): Promise<void> {
  const leased: DueWork[] = [];
  const due = await ledger.listDue(now, workPerSweepMax);
  for (const work of due) if (await ledger.lease(work, dueAgainAt(work, times, now))) leased.push(work);
  if (leased.length > 0)
    await queue.send(
      leased.map((work) => toMessage(work, now)),
      { delaySeconds: 0 },
    );
  const looks = leased.filter(({ kind }) => kind === 'look').length;
  const overdueMs = due.reduce((longest, { dueAt }) => Math.max(longest, now - dueAt), 0);
  journal.note({ event: 'swept', looks, discoveries: leased.length - looks, overdueMs });
}

/** A look says itself when the next one is due; the next search of a DAG is due in its turn, whatever becomes of this one. */
function dueAgainAt(
  work: DueWork,
  { leaseMs, discoveryEveryMs }: Pick<SweepParts, 'leaseMs' | 'discoveryEveryMs'>,
  now: number,
): number {
  return now + (work.kind === 'look' ? leaseMs : waitMs([discoveryEveryMs], 0, `${work.dagId}/${now}`));
}

function toMessage(work: DueWork, queuedAt: number): WorkMessage {
  const { deployment } = work;
  return work.kind === 'look'
    ? { version: 1, type: 'look', queuedAt, deployment, dagId: work.run.dagId, dagRunId: work.run.dagRunId }
    : { version: 1, type: 'discover', queuedAt, deployment, dagId: work.dagId };
}
