import type { Answer } from './answer.ts';
import { answered, refused } from './answer.ts';
import { compileDag } from './compiled-dag.ts';
import type { DagDefinition } from './dag-definition.ts';
import type { RunRecord } from './run-record.ts';
import { resumeWaiting } from './scheduler.ts';
import { adjustToDag } from './verify-integrity.ts';
import type { DagFile, DagRecord, World } from './world.ts';
import { requireDag, wakeRun } from './world.ts';

export interface NewRun {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly logicalAt: number | null;
  readonly runType?: string;
}

/** A new DAG, or a new version of a known one. */
export function addDag(world: World, definition: DagDefinition, now: number): void {
  const compiled = compileDag(definition);
  const former = world.dags.get(definition.dagId);
  if (former !== undefined) {
    former.compiled = compiled;
    former.version += 1;
    reschedule(world, former, now);
    return;
  }
  world.dags.set(definition.dagId, {
    dagId: definition.dagId,
    compiled,
    version: 1,
    isPaused: definition.isPaused ?? false,
    file: 'present',
    fileChangedAt: now,
    runs: [],
    byDagRunId: new Map(),
  });
}

export function triggerRun(
  world: World,
  { dagId, dagRunId, logicalAt, runType }: NewRun,
  now: number,
): Answer<RunRecord> {
  const dag = world.dags.get(dagId);
  if (dag === undefined) return refused('not-found', `Dag id ${dagId} not found`);
  if (dag.byDagRunId.has(dagRunId))
    return refused('conflict', `DAGRun with DAG ID: '${dagId}' and DAGRun ID: '${dagRunId}' already exists`);
  const run: RunRecord = {
    dagId,
    dagRunId,
    ordinal: world.runsCreated,
    runType: runType ?? 'manual',
    logicalAt,
    state: 'queued',
    queuedAt: now,
    startedAt: null,
    endedAt: null,
    wakeAt: null,
    closingAs: null,
    dagVersion: 0,
    nextOrdinal: 0,
    unfinished: 0,
    tasks: [],
    byTaskId: new Map(),
  };
  world.runsCreated += 1;
  adjustToDag(dag, run);
  dag.runs.push(run);
  dag.byDagRunId.set(dagRunId, run);
  wakeRun(world, run, now + world.timing.passMs);
  return answered(run);
}

/** The DAG was paused, unpaused, broken, mended or changed: the scheduler looks at its unfinished runs. */
function reschedule(world: World, dag: DagRecord, now: number): void {
  for (const run of dag.runs) {
    if (run.state === 'queued' || run.state === 'running') wakeRun(world, run, now + world.timing.passMs);
    if (run.state === 'running') resumeWaiting(world, run, now);
  }
}

export function setPaused(world: World, dagId: string, isPaused: boolean, now: number): void {
  const dag = requireDag(world, dagId);
  dag.isPaused = isPaused;
  reschedule(world, dag, now);
}

export function setDagFile(world: World, dagId: string, file: DagFile, now: number): void {
  const dag = requireDag(world, dagId);
  if (dag.file === file) return;
  dag.file = file;
  dag.fileChangedAt = now;
  reschedule(world, dag, now);
}
