import type { TaskInstanceState } from '../../shared/core/airflow/state.ts';
import { Agenda } from './agenda.ts';
import type { CompiledDag } from './compiled-dag.ts';
import type { Flavour, FlavourRules } from './flavour.ts';
import { flavourRules } from './flavour.ts';
import type { Quirks } from './quirk.ts';
import type { RunRecord, RunTask, TaskInstanceRecord } from './run-record.ts';

/** Everything one Airflow knows. Plain data and an agenda; the functions of this folder act on it. */
export interface World {
  readonly flavour: Flavour;
  readonly rules: FlavourRules;
  readonly timing: Timing;
  readonly quirks: Quirks;
  readonly dags: Map<string, DagRecord>;
  readonly agenda: Agenda;
  readonly onEvent: (event: AirflowEvent) => void;
  runsCreated: number;
}

export interface DagRecord {
  readonly dagId: string;
  compiled: CompiledDag;
  /** Rises with each new definition. */
  version: number;
  isPaused: boolean;
  file: DagFile;
  /** When the file went away or broke. */
  fileChangedAt: number;
  readonly runs: RunRecord[];
  readonly byDagRunId: Map<string, RunRecord>;
}

export type DagFile = 'present' | 'import-error' | 'gone';

/** How long the machinery takes; chosen near what was seen on a real Airflow. */
export interface Timing {
  /** From a change to the scheduler's next pass over the run. */
  readonly passMs: number;
  readonly queueMs: number;
  readonly startMs: number;
  /** From the pass that finds nothing left to do to the run's new state: the window in which a clear can be lost. */
  readonly closeMs: number;
  /** From a lost worker to the failed state. */
  readonly heartbeatTimeoutMs: number;
  /** From a clear or a set-state of a running task to the end of its process. */
  readonly killMs: number;
  /** From the loss of the DAG's file to a DAG that counts as stale. */
  readonly staleAfterMs: number;
}

export const timingDefaults: Timing = {
  passMs: 300,
  queueMs: 100,
  startMs: 500,
  closeMs: 300,
  heartbeatTimeoutMs: 300_000,
  killMs: 8_000,
  staleAfterMs: 60_000,
};

/** What callbacks and listeners would hear. */
export type AirflowEvent =
  | {
      readonly kind: 'task-instance';
      readonly at: number;
      readonly dagId: string;
      readonly dagRunId: string;
      readonly taskId: string;
      readonly mapIndex: number;
      readonly tryNumber: number;
      readonly state: TaskInstanceState;
    }
  | {
      readonly kind: 'run';
      readonly at: number;
      readonly dagId: string;
      readonly dagRunId: string;
      readonly state: 'success' | 'failed';
    };

export function createWorld(options: {
  flavour: Flavour;
  timing: Partial<Timing>;
  quirks: Quirks;
  onEvent: (event: AirflowEvent) => void;
}): World {
  return {
    flavour: options.flavour,
    rules: flavourRules[options.flavour],
    timing: { ...timingDefaults, ...options.timing },
    quirks: { ...options.quirks },
    dags: new Map(),
    agenda: new Agenda(),
    onEvent: options.onEvent,
    runsCreated: 0,
  };
}

/** Makes the scheduler look at a run, soon. */
export function wakeRun(world: World, run: RunRecord, at: number): void {
  if (run.wakeAt !== null && run.wakeAt <= at) return;
  run.wakeAt = at;
  world.agenda.add({ at, run, taskInstance: null });
}

/** Something in the run changed: the scheduler sees it at its next pass, and so do runs that depend on this one. */
export function noteChange(world: World, dag: DagRecord, run: RunRecord, at: number): void {
  const passAt = at + world.timing.passMs;
  if (run.closingAs === null) wakeRun(world, run, passAt);
  if (!dag.compiled.dependsOnPast) return;
  for (const other of dag.runs) if (other !== run && other.state === 'running') wakeRun(world, other, passAt);
}

export function makeDue(world: World, run: RunRecord, taskInstance: TaskInstanceRecord, at: number): void {
  taskInstance.dueAt = at;
  world.agenda.add({ at, run, taskInstance });
}

/** The DAG counts as gone: no queued run of it starts. */
export function isStale(world: World, dag: DagRecord, at: number): boolean {
  if (dag.file === 'present') return false;
  if (dag.file === 'import-error') return world.rules.brokenDagWaits;
  return at - dag.fileChangedAt >= world.timing.staleAfterMs;
}

export function findGroup(run: RunRecord, taskInstance: TaskInstanceRecord): RunTask {
  const group = run.byTaskId.get(taskInstance.taskId);
  if (group === undefined) throw new Error(`run ${run.dagRunId} has lost the task ${taskInstance.taskId}`);
  return group;
}

export function requireDag(world: World, dagId: string): DagRecord {
  const dag = world.dags.get(dagId);
  if (dag === undefined) throw new TypeError(`the model has no DAG ${dagId}`);
  return dag;
}
