import { advanceWorld } from './advance-world.ts';
import type { AffectedInstance, Answer } from './answer.ts';
import { answered } from './answer.ts';
import type { NewRun } from './change-dag.ts';
import { addDag, setDagFile, setPaused, triggerRun } from './change-dag.ts';
import { clearTaskInstances } from './clear.ts';
import type { ClearTaskInstances } from './clear-request.ts';
import type { DagDefinition } from './dag-definition.ts';
import type { Flavour } from './flavour.ts';
import type { Interruption } from './interrupt.ts';
import { interrupt } from './interrupt.ts';
import type { LateWrite, Write } from './late-write.ts';
import { lateWriteMs } from './late-write.ts';
import type { QuirkName, Quirks } from './quirk.ts';
import { takeQuirk } from './quirk.ts';
import type { NamedLogs, TryLog } from './read-log.ts';
import { readTryLog } from './read-log.ts';
import type { DagView, LostTry, RunView, TaskInstanceView, TaskView, TryView } from './read-model.ts';
import { viewDag, viewLostTries, viewRun, viewTaskInstances, viewTasks, viewTries } from './read-model.ts';
import type { RunRecord } from './run-record.ts';
import type { ClearRun, SetRunState } from './set-run-state.ts';
import { clearRun, setRunState } from './set-run-state.ts';
import type { SetTaskInstanceState } from './set-task-instance-state.ts';
import { setTaskInstanceState } from './set-task-instance-state.ts';
import type { Snapshot } from './snapshot.ts';
import { restoreSnapshot, takeSnapshot } from './snapshot.ts';
import type { AirflowEvent, DagFile, Timing, World } from './world.ts';
import { createWorld, findGroup } from './world.ts';

export interface AirflowModelOptions {
  readonly flavour?: Flavour;
  readonly timing?: Partial<Timing>;
  readonly quirks?: Quirks;
  readonly logs?: NamedLogs;
  /** Hears what callbacks and listeners would hear, in time order. Must not call the model. */
  readonly onEvent?: (event: AirflowEvent) => void;
}

export interface TryReference {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly taskId: string;
  readonly mapIndex: number;
}

/**
 * One Airflow, pure and deterministic: time comes only as `now` (epoch ms), ties are broken by order of creation.
 * Every method that takes `now` first lets the scheduler and the workers do all that is due by then. Reads without `now` show the last such moment.
 */
export interface AirflowModel {
  readonly flavour: Flavour;
  /** Adds a DAG, or gives an existing one a new version. Throws on a definition that Airflow would not import. */
  addDag(definition: DagDefinition, now: number): void;
  triggerRun(run: NewRun, now: number): Answer<RunView>;
  advance(now: number): void;
  /** When something will next happen by itself; null: never. */
  nextChangeAt(): number | null;

  readDag(dagId: string, now: number): DagView | null;
  listDagIds(): string[];
  /** Null: no such DAG. */
  listTasks(dagId: string): TaskView[] | null;
  /** The tries of a run whose worker was lost, in no order. */
  listLostTries(dagId: string, dagRunId: string): LostTry[];
  listRuns(dagId: string): RunView[];
  findRun(dagId: string, dagRunId: string): RunView | null;
  /** Null: no such run. In the order of the DAG's tasks, then by map index. */
  listTaskInstances(dagId: string, dagRunId: string): TaskInstanceView[] | null;
  listTries(reference: TryReference): TryView[] | null;
  /** Null: no such task instance. */
  readLog(reference: TryReference & { tryNumber: number }, now: number): TryLog | null;

  clear(request: ClearTaskInstances, now: number): Answer<AffectedInstance[]>;
  setTaskInstanceState(request: SetTaskInstanceState, now: number): Answer<AffectedInstance[]>;
  setRunState(request: SetRunState, now: number): Answer<RunView>;
  clearRun(request: ClearRun, now: number): Answer<{ run: RunView; affected: AffectedInstance[] }>;
  setPaused(dagId: string, isPaused: boolean, now: number): void;
  setDagFile(dagId: string, file: DagFile, now: number): void;
  /** Kills processes or whole workers. Says how many task instances were struck. */
  interrupt(what: Interruption, now: number): number;
  setQuirk(name: QuirkName, occasions: number): void;
  snapshot(): Snapshot;
}

/** Builds an Airflow without DAGs, or the one that a snapshot holds. */
export function createAirflowModel(options: AirflowModelOptions = {}, snapshot?: Snapshot): AirflowModel {
  const world = createWorld({
    flavour: options.flavour ?? 'core',
    timing: options.timing ?? {},
    quirks: options.quirks ?? {},
    onEvent: options.onEvent ?? (() => undefined),
  });
  const logs = options.logs ?? {};
  const lateWrites: LateWrite[] = [];
  if (snapshot !== undefined) {
    restoreSnapshot(world, snapshot);
    lateWrites.push(...structuredClone(snapshot.lateWrites));
  }
  const advance = (now: number): void => advanceWorld(world, lateWrites, now);
  return {
    flavour: world.flavour,
    advance,
    nextChangeAt() {
      const due = world.agenda.peek()?.at ?? Number.POSITIVE_INFINITY;
      const next = Math.min(due, lateWrites[0]?.appliesAt ?? Number.POSITIVE_INFINITY);
      return next === Number.POSITIVE_INFINITY ? null : next;
    },
    ...createReads(world, logs, advance),
    ...createWrites(world, lateWrites, advance),
    ...createEvents(world, advance),
    snapshot: () => takeSnapshot(world, lateWrites),
  };
}

/** What comes over Airflow's API, and what persons do in its pages: the same writes. */
function createWrites(world: World, lateWrites: LateWrite[], advance: (now: number) => void) {
  const write = <Value>(what: Write, isDryRun: boolean, now: number, apply: () => Answer<Value>): Answer<Value> => {
    advance(now);
    if (isDryRun || !takeQuirk(world.quirks, 'write-late')) return apply();
    lateWrites.push({ appliesAt: now + lateWriteMs, write: structuredClone(what) });
    return { kind: 'delayed', appliesAt: now + lateWriteMs };
  };
  return {
    clear: (request: ClearTaskInstances, now: number) =>
      write({ kind: 'clear', request }, request.isDryRun ?? true, now, () => clearTaskInstances(world, request, now)),
    setTaskInstanceState: (request: SetTaskInstanceState, now: number) =>
      write({ kind: 'set-task-instance-state', request }, request.isDryRun ?? true, now, () =>
        setTaskInstanceState(world, request, now),
      ),
    setRunState: (request: SetRunState, now: number) =>
      write({ kind: 'set-run-state', request }, false, now, () => mapAnswer(setRunState(world, request, now), viewRun)),
    clearRun: (request: ClearRun, now: number) =>
      write({ kind: 'clear-run', request }, request.isDryRun ?? true, now, () =>
        mapAnswer(clearRun(world, request, now), ({ run, affected }) => ({ run: viewRun(run), affected })),
      ),
  };
}

/** What happens to an Airflow from elsewhere. */
function createEvents(world: World, advance: (now: number) => void) {
  return {
    addDag(definition: DagDefinition, now: number): void {
      advance(now);
      addDag(world, definition, now);
    },
    triggerRun(run: NewRun, now: number): Answer<RunView> {
      advance(now);
      return mapAnswer(triggerRun(world, run, now), viewRun);
    },
    setPaused(dagId: string, isPaused: boolean, now: number): void {
      advance(now);
      setPaused(world, dagId, isPaused, now);
    },
    setDagFile(dagId: string, file: DagFile, now: number): void {
      advance(now);
      setDagFile(world, dagId, file, now);
    },
    interrupt(what: Interruption, now: number): number {
      advance(now);
      return interrupt(world, what, now);
    },
    setQuirk(name: QuirkName, occasions: number): void {
      world.quirks[name] = occasions;
    },
  };
}

function createReads(world: World, logs: NamedLogs, advance: (now: number) => void) {
  const findRun = (dagId: string, dagRunId: string): RunRecord | null =>
    world.dags.get(dagId)?.byDagRunId.get(dagRunId) ?? null;
  const find = ({ dagId, dagRunId, taskId, mapIndex }: TryReference) => {
    const run = findRun(dagId, dagRunId);
    const taskInstance = run?.byTaskId.get(taskId)?.instances.find((instance) => instance.mapIndex === mapIndex);
    return run === null || taskInstance === undefined
      ? null
      : { run, taskInstance, group: findGroup(run, taskInstance) };
  };
  return {
    readDag(dagId: string, now: number): DagView | null {
      advance(now);
      const dag = world.dags.get(dagId);
      return dag === undefined ? null : viewDag(world, dag, now);
    },
    listDagIds: (): string[] => [...world.dags.keys()],
    listTasks(dagId: string): TaskView[] | null {
      const dag = world.dags.get(dagId);
      return dag === undefined ? null : viewTasks(dag);
    },
    listLostTries(dagId: string, dagRunId: string): LostTry[] {
      const run = findRun(dagId, dagRunId);
      return run === null ? [] : viewLostTries(run);
    },
    listRuns: (dagId: string): RunView[] => world.dags.get(dagId)?.runs.map(viewRun) ?? [],
    findRun(dagId: string, dagRunId: string): RunView | null {
      const run = findRun(dagId, dagRunId);
      return run === null ? null : viewRun(run);
    },
    listTaskInstances(dagId: string, dagRunId: string): TaskInstanceView[] | null {
      const run = findRun(dagId, dagRunId);
      return run === null ? null : viewTaskInstances(run);
    },
    listTries(reference: TryReference): TryView[] | null {
      const found = find(reference);
      return found === null ? null : viewTries(found.taskInstance);
    },
    readLog(reference: TryReference & { tryNumber: number }, now: number): TryLog | null {
      advance(now);
      const found = find(reference);
      return found === null ? null : readTryLog(logs, found, reference.tryNumber, now);
    },
  };
}

function mapAnswer<From, To>(answer: Answer<From>, map: (value: From) => To): Answer<To> {
  return answer.kind === 'answered' ? answered(map(answer.value)) : answer;
}
