import type { RunKey } from '../../shared/core/airflow/run.ts';
import type { RecordedLook } from '../../shared/core/decide/recorded-look.ts';
import type { Budget } from '../../shared/core/incident/budget.ts';
import type { Control } from '../../shared/core/incident/control.ts';
import type { Incident } from '../../shared/core/incident/incident.ts';
import type { DueWork, Ledger, Revised, Revision, Swap } from '../../shared/ports/ledger.ts';

interface Dag {
  readonly deploymentId: string;
  readonly deployment: string;
  readonly dagId: string;
  dueAt: number;
}

export interface MemoryLedger extends Ledger {
  readonly incidents: () => Incident[];
  readonly looks: RecordedLook[];
  readonly control: (deploymentId: string) => Control | null;
  /** What TTL does, late or in time. Says which runs were forgotten. */
  readonly forgetClosedBefore: (time: number) => RunKey[];
}

/** A ledger with the real one's conditions, in memory: what the simulation keeps its incidents in. Items are values: nothing is shared. */
export function createMemoryLedger(): MemoryLedger {
  const incidents = createTable<Incident>();
  const controls = createTable<Control>();
  const budgets = createTable<Budget>();
  const due = new Map<string, number | null>();
  const dags = new Map<string, Dag>();
  const looks: RecordedLook[] = [];
  const all = (): Incident[] =>
    incidents.entries().map(([key, { item }]) => ({ ...item, dueAt: due.get(key) ?? null }));
  return {
    incidents: all,
    looks,
    control: (deploymentId) => controls.read(deploymentId)?.item ?? null,
    forgetClosedBefore(time) {
      const over = all().filter(({ closing, dueAt }) => closing !== null && dueAt === null && closing.at < time);
      for (const { run } of over) incidents.drop(runItem(run));
      return over.map(({ run }) => run);
    },
    async readIncident(run) {
      const stored = incidents.read(runItem(run));
      return stored === null ? null : { ...stored, item: { ...stored.item, dueAt: due.get(runItem(run)) ?? null } };
    },
    async recordIncident(incident, expected) {
      const swapped = incidents.swap(runItem(incident.run), incident, expected);
      if (swapped.kind === 'recorded') due.set(runItem(incident.run), incident.dueAt);
      return swapped;
    },
    readControl: async (deploymentId) => controls.read(deploymentId),
    recordControl: async (control, expected) => controls.swap(control.deploymentId, control, expected),
    readBudget: async (deploymentId) => budgets.read(deploymentId),
    recordBudget: async (budget, expected) => budgets.swap(budget.deploymentId, budget, expected),
    recordLook: async (look) => void looks.push(look),
    listLooks: async (run, limit) =>
      looks
        .filter((look) => runItem(look.run) === runItem(run))
        .toReversed()
        .slice(0, limit),
    ...createDiscoveries(dags),
    async listDue(now, limit) {
      const open = all().flatMap(({ run, deployment, dueAt }): DueWork[] =>
        dueAt !== null && dueAt <= now ? [{ kind: 'look', run, deployment, dueAt }] : [],
      );
      const known = [...dags.values()].flatMap((dag): DueWork[] =>
        dag.dueAt <= now ? [{ kind: 'discover', ...dag }] : [],
      );
      return [...open, ...known].sort((left, right) => left.dueAt - right.dueAt).slice(0, limit);
    },
    async lease(work, until) {
      if (work.kind === 'discover') {
        const dag = dags.get(`${work.deploymentId} ${work.dagId}`);
        if (dag === undefined || dag.dueAt !== work.dueAt) return false;
        dag.dueAt = until;
        return true;
      }
      if (due.get(runItem(work.run)) !== work.dueAt) return false;
      due.set(runItem(work.run), until);
      return true;
    },
    async listIncidents({ limit, closedSince }) {
      const listed = closedSince === null ? all().filter(({ dueAt }) => dueAt !== null) : all();
      return listed.slice(0, limit);
    },
  };
}

function createDiscoveries(
  dags: Map<string, Dag>,
): Pick<Ledger, 'recordDagOfInterest' | 'listDagsOfInterest' | 'recordDiscovered'> {
  return {
    async recordDagOfInterest({ deploymentId, deployment, dagId, dueAt }) {
      const key = `${deploymentId} ${dagId}`;
      if (!dags.has(key)) dags.set(key, { deploymentId, deployment, dagId, dueAt });
    },
    listDagsOfInterest: async (deploymentId) =>
      [...dags.values()].filter((dag) => dag.deploymentId === deploymentId).map(({ dagId }) => dagId),
    async recordDiscovered({ deploymentId, dagId, dueAt }) {
      const dag = dags.get(`${deploymentId} ${dagId}`);
      if (dag !== undefined) dag.dueAt = dueAt;
    },
  };
}

interface Table<Item> {
  read(key: string): Revised<Item> | null;
  swap(key: string, item: Item, expected: Revision | null): Swap;
  drop(key: string): void;
  entries(): [string, Revised<Item>][];
}

function createTable<Item>(): Table<Item> {
  const items = new Map<string, Revised<Item>>();
  let revisions = 0;
  return {
    read: (key) => items.get(key) ?? null,
    swap(key, item, expected) {
      if ((items.get(key)?.revision ?? null) !== expected) return { kind: 'conflict' };
      revisions += 1;
      const revision = String(revisions);
      items.set(key, { item, revision });
      return { kind: 'recorded', revision };
    },
    drop: (key) => void items.delete(key),
    entries: () => [...items],
  };
}

function runItem({ deploymentId, dagId, dagRunId }: RunKey): string {
  return JSON.stringify([deploymentId, dagId, dagRunId]);
}
