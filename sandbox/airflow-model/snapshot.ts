import { compileDag } from './compiled-dag.ts';
import type { DagDefinition } from './dag-definition.ts';
import type { LateWrite } from './late-write.ts';
import type { Quirks } from './quirk.ts';
import type { RunRecord, TaskInstanceRecord } from './run-record.ts';
import { adoptTaskInstance, createRunTask } from './run-record.ts';
import type { DagFile, DagRecord, World } from './world.ts';

/** A whole model as JSON. */
export interface Snapshot {
  readonly version: 1;
  readonly runsCreated: number;
  readonly quirks: Quirks;
  readonly lateWrites: readonly LateWrite[];
  readonly dags: readonly DagSnapshot[];
}

interface DagSnapshot {
  readonly definition: DagDefinition;
  readonly version: number;
  readonly isPaused: boolean;
  readonly file: DagFile;
  readonly fileChangedAt: number;
  readonly runs: readonly RunSnapshot[];
}

interface RunSnapshot extends Omit<RunRecord, 'tasks' | 'byTaskId' | 'unfinished'> {
  readonly tasks: readonly { readonly taskId: string; readonly instances: readonly TaskInstanceRecord[] }[];
}

/** Shares nothing with the model. */
export function takeSnapshot(world: World, lateWrites: readonly LateWrite[]): Snapshot {
  const { runsCreated, quirks } = world;
  const dags = [...world.dags.values()].map((dag) => {
    const { version, isPaused, file, fileChangedAt } = dag;
    return {
      definition: dag.compiled.definition,
      version,
      isPaused,
      file,
      fileChangedAt,
      runs: dag.runs.map(snapshotRun),
    };
  });
  return structuredClone({ version: 1, runsCreated, quirks, lateWrites, dags });
}

function snapshotRun({ tasks, byTaskId: _byTaskId, unfinished: _unfinished, ...rest }: RunRecord): RunSnapshot {
  return { ...rest, tasks: tasks.map(({ taskId, instances }) => ({ taskId, instances })) };
}

/** Fills an empty world. The agenda is built from what is due, so that the restored model goes on as the old one would have. */
export function restoreSnapshot(world: World, snapshot: Snapshot): void {
  const copy = structuredClone(snapshot);
  world.runsCreated = copy.runsCreated;
  Object.assign(world.quirks, copy.quirks);
  for (const { definition, runs, ...rest } of copy.dags) {
    const dag: DagRecord = {
      ...rest,
      dagId: definition.dagId,
      compiled: compileDag(definition),
      runs: [],
      byDagRunId: new Map(),
    };
    world.dags.set(dag.dagId, dag);
    for (const run of runs) restoreRun(world, dag, run);
  }
}

function restoreRun(world: World, dag: DagRecord, { tasks, ...rest }: RunSnapshot): void {
  const run: RunRecord = { ...rest, unfinished: 0, tasks: [], byTaskId: new Map() };
  for (const { taskId, instances } of tasks) {
    const group = createRunTask(taskId, dag.compiled.byTaskId.get(taskId) ?? null);
    run.tasks.push(group);
    run.byTaskId.set(taskId, group);
    for (const taskInstance of instances) {
      adoptTaskInstance(run, group, taskInstance);
      if (taskInstance.dueAt !== null) world.agenda.add({ at: taskInstance.dueAt, run, taskInstance });
    }
  }
  dag.runs.push(run);
  dag.byDagRunId.set(run.dagRunId, run);
  if (run.wakeAt !== null) world.agenda.add({ at: run.wakeAt, run, taskInstance: null });
}
