import type { RunKey } from '../../shared/core/airflow/run.ts';
import type { RecordedLook } from '../../shared/core/decide/recorded-look.ts';
import type { Incident } from '../../shared/core/incident/incident.ts';
import type { DueWork, Ledger, Revised, Revision, Swap } from '../../shared/ports/ledger.ts';

interface Dag {
  readonly deploymentId: string;
  readonly deployment: string;
  readonly dagId: string;
  dueAt: number;
}

/** A ledger with the real one's conditions, in memory: what the simulation keeps its incidents in. Items are values: nothing is shared. */
export function createMemoryLedger(): Ledger & {
  readonly incidents: () => Incident[];
  readonly looks: RecordedLook[];
} {
  const items = new Map<string, Revised<unknown>>();
  const due = new Map<string, number | null>();
  const dags = new Map<string, Dag>();
  const looks: RecordedLook[] = [];
  let revisions = 0;
  const read = <Item>(key: string): Revised<Item> | null => (items.get(key) as Revised<Item> | undefined) ?? null;
  const swap = (key: string, item: unknown, expected: Revision | null): Swap => {
    if ((items.get(key)?.revision ?? null) !== expected) return { kind: 'conflict' };
    revisions += 1;
    const revision = String(revisions);
    items.set(key, { item, revision });
    return { kind: 'recorded', revision };
  };
  const incidents = (): Incident[] =>
    [...items].flatMap(([key, { item }]) =>
      key.startsWith('RUN') ? [{ ...(item as Incident), dueAt: due.get(key) ?? null }] : [],
    );
  return {
    incidents,
    looks,
    async readIncident(run) {
      const stored = read<Incident>(runItem(run));
      return stored === null ? null : { ...stored, item: { ...stored.item, dueAt: due.get(runItem(run)) ?? null } };
    },
    async recordIncident(incident, expected) {
      const swapped = swap(runItem(incident.run), incident, expected);
      if (swapped.kind === 'recorded') due.set(runItem(incident.run), incident.dueAt);
      return swapped;
    },
    readControl: async (deploymentId) => read(`CONTROL ${deploymentId}`),
    recordControl: async (control, expected) => swap(`CONTROL ${control.deploymentId}`, control, expected),
    readBudget: async (deploymentId) => read(`BUDGET ${deploymentId}`),
    recordBudget: async (budget, expected) => swap(`BUDGET ${budget.deploymentId}`, budget, expected),
    recordLook: async (look) => void looks.push(look),
    listLooks: async (run, limit) =>
      looks
        .filter((look) => runItem(look.run) === runItem(run))
        .toReversed()
        .slice(0, limit),
    async recordDagOfInterest({ deploymentId, deployment, dagId, dueAt }) {
      const key = `DAG ${deploymentId} ${dagId}`;
      if (!dags.has(key)) dags.set(key, { deploymentId, deployment, dagId, dueAt });
    },
    listDagsOfInterest: async (deploymentId) =>
      [...dags.values()].filter((dag) => dag.deploymentId === deploymentId).map(({ dagId }) => dagId),
    async recordDiscovered({ deploymentId, dagId, dueAt }) {
      const dag = dags.get(`DAG ${deploymentId} ${dagId}`);
      if (dag !== undefined) dag.dueAt = dueAt;
    },
    async listDue(now, limit) {
      const open = incidents().flatMap(({ run, deployment, dueAt }): DueWork[] =>
        dueAt !== null && dueAt <= now ? [{ kind: 'look', run, deployment, dueAt }] : [],
      );
      const known = [...dags.values()].flatMap((dag): DueWork[] =>
        dag.dueAt <= now ? [{ kind: 'discover', ...dag }] : [],
      );
      return [...open, ...known].sort((left, right) => left.dueAt - right.dueAt).slice(0, limit);
    },
    async lease(work, until) {
      if (work.kind === 'discover') {
        const dag = dags.get(`DAG ${work.deploymentId} ${work.dagId}`);
        if (dag === undefined || dag.dueAt !== work.dueAt) return false;
        dag.dueAt = until;
        return true;
      }
      if (due.get(runItem(work.run)) !== work.dueAt) return false;
      due.set(runItem(work.run), until);
      return true;
    },
    async listIncidents({ limit }) {
      return incidents().slice(0, limit);
    },
  };
}

function runItem({ deploymentId, dagId, dagRunId }: RunKey): string {
  return `RUN ${JSON.stringify([deploymentId, dagId, dagRunId])}`;
}
