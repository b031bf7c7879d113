import type { RunKey } from '../../shared/core/airflow/run.ts';
import type { Control } from '../../shared/core/incident/control.ts';
import type { Incident } from '../../shared/core/incident/incident.ts';
import type { Ledger, Revised, Swap } from '../../shared/ports/ledger.ts';
import type { SimulatedProcess } from './process.ts';
import { showIncident } from './show.ts';
import { suspend } from './suspend.ts';
import type { SimulatedWorld } from './world.ts';

type Call = <Answer>(
  operation: string,
  subject: string,
  effect: () => Promise<Answer>,
  show: (answer: Answer) => string,
) => Promise<Answer>;

/** The ledger as one process meets it. Its conditions are the memory ledger's; only its due index can be stale. */
export function createSuspendedLedger(world: SimulatedWorld, process: SimulatedProcess): Ledger {
  const { ledger } = world;
  const read: Call = (operation, subject, effect, show) =>
    suspend(world, process, { port: 'ledger', operation, subject, isWrite: false, effect, show });
  const write: Call = (operation, subject, effect, show) =>
    suspend(world, process, { port: 'ledger', operation, subject, isWrite: true, effect, show });
  return {
    readIncident: (run) =>
      read(
        'readIncident',
        of(run),
        () => ledger.readIncident(run),
        (stored) => (stored === null ? 'none' : `#${stored.revision} ${showIncident(stored.item)}`),
      ),
    recordIncident: (incident, expected) =>
      write(
        'recordIncident',
        `${of(incident.run)} if #${expected ?? 'none'}: ${showIncident(incident)}`,
        () => record(world, process, incident, expected),
        showSwap,
      ),
    readControl: (id) =>
      read(
        'readControl',
        id,
        () => ledger.readControl(id),
        (stored) => showControl(stored),
      ),
    recordControl: (control, expected) =>
      write('recordControl', `if #${expected}`, () => recordControl(world, control, expected), showSwap),
    readBudget: (id) =>
      read(
        'readBudget',
        id,
        () => ledger.readBudget(id),
        (stored) => `${stored?.item.sends.length ?? 0} sends`,
      ),
    recordBudget: (budget, expected) =>
      write('recordBudget', `if #${expected}`, () => ledger.recordBudget(budget, expected), showSwap),
    // The truth inside is big, and what the invariants need of it is told when it is listed.
    recordLook: (look) =>
      write(
        'recordLook',
        of(look.run),
        async () => world.tell({ kind: 'look-kept', process, look }),
        () => 'kept',
      ),
    listLooks: (run, limit) => read('listLooks', of(run), () => ledger.listLooks(run, limit), String),
    recordDagOfInterest: (dag) =>
      write(
        'recordDagOfInterest',
        dag.dagId,
        () => ledger.recordDagOfInterest(dag),
        () => 'noted',
      ),
    listDagsOfInterest: (id) => read('listDagsOfInterest', id, () => ledger.listDagsOfInterest(id), String),
    recordDiscovered: (dag) =>
      write(
        'recordDiscovered',
        dag.dagId,
        () => ledger.recordDiscovered(dag),
        () => 'noted',
      ),
    listDue: (now, limit) => listDue(world, process, now, limit),
    lease: (work, until) =>
      write('lease', work.kind === 'look' ? of(work.run) : work.dagId, () => ledger.lease(work, until), String),
    listIncidents: (query) =>
      read(
        'listIncidents',
        '',
        () => ledger.listIncidents(query),
        () => '',
      ),
  };
}

async function record(
  world: SimulatedWorld,
  process: SimulatedProcess,
  incident: Incident,
  expected: string | null,
): Promise<Swap> {
  const before = (await world.ledger.readIncident(incident.run))?.item ?? null;
  const swap = await world.ledger.recordIncident(incident, expected);
  if (swap.kind === 'recorded') world.tell({ kind: 'recorded', process, incident, before });
  return swap;
}

async function recordControl(world: SimulatedWorld, control: Control, expected: string | null): Promise<Swap> {
  const swap = await world.ledger.recordControl(control, expected);
  if (swap.kind === 'recorded') world.tell({ kind: 'controlled', control });
  return swap;
}

/** An eventually consistent index may show what was due some time ago; a lease tells the difference. */
function listDue(world: SimulatedWorld, process: SimulatedProcess, now: number, limit: number) {
  let isStale = false;
  return suspend(world, process, {
    port: 'ledger',
    operation: 'listDue',
    isWrite: false,
    subject: '',
    onFault: (fault) => {
      isStale = fault === 'stale-index';
    },
    effect: async () => {
      const due = await world.ledger.listDue(now, limit);
      const shown = isStale ? [...world.staleDue] : due;
      world.staleDue.splice(0, world.staleDue.length, ...due);
      return shown;
    },
    show: (due) => due.map((work) => (work.kind === 'look' ? work.run.dagRunId : work.dagId)).join(' ') || 'nothing',
  });
}

function of({ dagId, dagRunId }: RunKey): string {
  return `${dagId}/${dagRunId}`;
}

function showControl(stored: Revised<Control> | null): string {
  if (stored === null) return 'none';
  const { pauses, health } = stored.item;
  return `#${stored.revision} ${pauses.length} pauses, ${health.failures} failures${health.closedAt === null ? '' : ', closed'}`;
}

function showSwap(swap: Swap): string {
  return swap.kind === 'recorded' ? `#${swap.revision}` : 'conflict';
}
