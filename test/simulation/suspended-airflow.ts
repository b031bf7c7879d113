import type { TaskInstanceView } from '../../sandbox/airflow-model/read-model.ts';
import type { RunReference } from '../../shared/core/airflow/run.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { Touched, WriteRequest } from './happening.ts';
import { actPerson } from './persons.ts';
import type { PersonAct } from './plan.ts';
import type { SimulatedProcess } from './process.ts';
import { showAffected, showInstances } from './show.ts';
import { type Suspended, suspend } from './suspend.ts';
import { isQuiet, type SimulatedWorld } from './world.ts';

/** Airflow as one process meets it: late, faulty, and watched. */
export function createSuspendedAirflow(world: SimulatedWorld, process: SimulatedProcess): Airflow {
  const { airflow } = world;
  return {
    abilities: airflow.abilities,
    describeApi: airflow.describeApi,
    ...createSuspendedReads(world, process),
    ...createSuspendedPreviews(world, process),
    clear: (request) => send(world, process, { kind: 'clear', request }, () => airflow.clear(request)),
    setState: (request) => send(world, process, { kind: 'setState', request }, () => airflow.setState(request)),
    async queueRun(request) {
      await send(world, process, { kind: 'queueRun', request }, async () => {
        await airflow.queueRun(request);
        return [];
      });
    },
  };
}

function createSuspendedReads(
  world: SimulatedWorld,
  process: SimulatedProcess,
): Pick<Airflow, 'listTaskInstances' | 'readRun' | 'listFailedRuns' | 'readDag' | 'readTaskGraph' | 'readLogTail'> {
  const { airflow } = world;
  const read = <Answer>(
    operation: string,
    subject: string,
    rest: Pick<Suspended<Answer>, 'effect' | 'show' | 'onAnswer'>,
  ): Promise<Answer> => suspend(world, process, { port: 'airflow', operation, subject, isWrite: false, ...rest });
  return {
    listTaskInstances: (run) =>
      read('listTaskInstances', of(run), {
        effect: async () => {
          const listing = await airflow.listTaskInstances(run);
          world.tell({ kind: 'listed', process, run, taskInstances: listing?.taskInstances ?? [] });
          return listing;
        },
        show: (listing) => (listing === null ? 'no such run' : showInstances(listing.taskInstances)),
      }),
    readRun: (run, hint) =>
      read('readRun', of(run), {
        effect: async () => {
          const found = await airflow.readRun(run, hint);
          world.tell({ kind: 'run-read', process, run: found });
          return found;
        },
        show: (found) => found?.state ?? 'none',
      }),
    listFailedRuns: (query) =>
      read('listFailedRuns', query.dagId ?? 'every DAG', {
        effect: () => airflow.listFailedRuns(query),
        show: (runs) => runs.map(({ dagRunId }) => dagRunId).join(' ') || 'none',
      }),
    readDag: (dagId) =>
      read('readDag', dagId, {
        effect: async () => {
          const dag = await airflow.readDag(dagId);
          world.tell({ kind: 'dag-read', process, dag });
          return dag;
        },
        show: (dag) => JSON.stringify(dag),
      }),
    readTaskGraph: (dagId) =>
      read('readTaskGraph', dagId, {
        effect: () => airflow.readTaskGraph(dagId),
        show: (graph) => `${graph?.length ?? 0} tasks`,
      }),
    readLogTail: (query) =>
      read('readLogTail', `${of(query)} ${query.taskId}[${query.mapIndex}] try ${query.tryNumber}`, {
        effect: () => airflow.readLogTail(query),
        show: ({ kind }) => kind,
      }),
  };
}

function createSuspendedPreviews(
  world: SimulatedWorld,
  process: SimulatedProcess,
): Pick<Airflow, 'previewClear' | 'previewSetState'> {
  const { airflow } = world;
  return {
    previewClear: (request) =>
      suspend(world, process, {
        port: 'airflow',
        operation: 'previewClear',
        isWrite: false,
        subject: `${of(request)} ${request.taskIds.join(',')}${request.includeDownstream ? ' and below' : ''}`,
        effect: async () => {
          const answer = await airflow.previewClear(request);
          world.tell({ kind: 'previewed', process, write: { kind: 'clear', request }, answer });
          tempt(world, request);
          return answer;
        },
        show: showAffected,
      }),
    previewSetState: (request) =>
      suspend(world, process, {
        port: 'airflow',
        operation: 'previewSetState',
        isWrite: false,
        subject: `${of(request)} ${request.taskId} ${request.state}`,
        effect: async () => {
          const answer = await airflow.previewSetState(request);
          world.tell({ kind: 'previewed', process, write: { kind: 'setState', request }, answer });
          tempt(world, request);
          return answer;
        },
        show: showAffected,
      }),
  };
}

/** A person acts on the same run in the moment between proof and write. */
function tempt(world: SimulatedWorld, { dagId, dagRunId }: RunReference): void {
  if (isQuiet(world) || !world.random.chance(world.plan.personAtPreviewShare)) return;
  const state = world.random.pick(['success', 'failed'] as const);
  const act = world.random.pick<PersonAct>([
    { kind: 'clear-failed', dagId, dagRunId },
    { kind: 'clear-run', dagId, dagRunId },
    { kind: 'mark-run', dagId, dagRunId, state },
    { kind: 'pause-dag', dagId, isPaused: true },
    { kind: 'pause-airmend', scope: { dagId, dagRunId: null }, forMs: null },
  ]);
  world.time.after(world.random.int(0, 900), () => actPerson(world, act, 'at the same moment'));
}

function send<Answer extends readonly { dagId: string; dagRunId: string; taskId: string; mapIndex: number | null }[]>(
  world: SimulatedWorld,
  process: SimulatedProcess,
  write: WriteRequest,
  apply: () => Promise<Answer>,
): Promise<Answer> {
  const startedAt = world.time.now;
  return suspend(world, process, {
    port: 'airflow',
    operation: write.kind,
    isWrite: true,
    subject: describe(write),
    effect: async () => {
      world.model.advance(world.time.now);
      const before = snapshot(world);
      try {
        return await apply();
      } finally {
        world.tell({ kind: 'sent', process, sent: { write, startedAt, touched: compare(world, before) } });
      }
    },
    show: showAffected,
    onAnswer: (answer) => world.tell({ kind: 'answered', process, write, answer }),
  });
}

function describe(write: WriteRequest): string {
  const { request } = write;
  if (write.kind === 'clear') return `${of(request)} ${write.request.taskIds.join(',')}`;
  return write.kind === 'setState' ? `${of(request)} ${write.request.taskId} ${write.request.state}` : of(request);
}

function of({ dagId, dagRunId }: RunReference): string {
  return `${dagId}/${dagRunId}`;
}

interface Seen extends RunReference {
  readonly instances: readonly TaskInstanceView[];
}

function snapshot({ model }: SimulatedWorld): Seen[] {
  return model.listDagIds().flatMap((dagId) =>
    model.listRuns(dagId).map(({ dagRunId }) => ({
      dagId,
      dagRunId,
      instances: model.listTaskInstances(dagId, dagRunId) ?? [],
    })),
  );
}

function compare({ model }: SimulatedWorld, before: readonly Seen[]): Touched[] {
  return before.flatMap(({ dagId, dagRunId, instances }) => {
    const after = model.listTaskInstances(dagId, dagRunId) ?? [];
    return instances.flatMap((instance, place) => {
      const now = after[place];
      const isChanged = now?.state !== instance.state || now.maxTries !== instance.maxTries;
      return isChanged ? [{ dagId, dagRunId, before: instance }] : [];
    });
  });
}
