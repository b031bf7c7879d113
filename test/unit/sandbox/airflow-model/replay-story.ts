import { expect } from '@jest/globals';
import type { AirflowModel } from '../../../../sandbox/airflow-model/airflow-model.ts';
import { createAirflowModel } from '../../../../sandbox/airflow-model/airflow-model.ts';
import type { AffectedInstance, Answer } from '../../../../sandbox/airflow-model/answer.ts';
import type { ClearTaskInstances } from '../../../../sandbox/airflow-model/clear-request.ts';
import type { Flavour } from '../../../../sandbox/airflow-model/flavour.ts';
import { labDags } from './lab-dags.ts';
import type { RecordedTaskInstance, Recording } from './recording.ts';
import { readRecording } from './recording.ts';

/** The model and its clock while a recorded story is told again. */
export interface Stage {
  readonly model: AirflowModel;
  now: number;
}

/** A recording by number, or something that happened between two recordings. */
export type Step = number | ((stage: Stage) => void);

export const began = Date.parse('2026-11-24T23:00:00Z');

/** All that happens by itself within an hour. */
export function settle(stage: Stage): void {
  stage.now += 3_600_000;
  stage.model.advance(stage.now);
}

/** Tells a story again: runs the DAGs, sends the recorded requests, and expects the recorded answers. */
export function replayStory(
  version: '2.11.2' | '3.3.2',
  runs: readonly [string, string][],
  steps: readonly Step[],
): void {
  const flavour: Flavour = version === '2.11.2' ? '2.11' : '3.3';
  const stage: Stage = { model: createAirflowModel({ flavour }), now: began };
  for (const dag of labDags) stage.model.addDag(dag, began);
  for (const [dagId, dagRunId] of runs) startRun(stage, dagId, dagRunId);
  for (const step of steps) {
    if (typeof step === 'number') replay(stage, readRecording(version, step));
    else step(stage);
  }
}

function startRun({ model, now }: Stage, dagId: string, dagRunId: string): void {
  model.triggerRun({ dagId, dagRunId, logicalAt: Date.parse(dagRunId.replace('manual__', '')) }, now);
}

function replay(stage: Stage, { request, response }: Recording): void {
  const [, dagId = '', , rest = ''] = /\/dags\/([^/]+)(\/dagRuns\/(.+)|\/.+)?$/.exec(request.path) ?? [];
  const [dagRunId = '', ...more] = rest.split('/');
  const expected = response.body.task_instances?.map(describe).sort();
  if (request.method === 'GET') {
    if (expected === undefined) reaches(stage, () => stage.model.findRun(dagId, dagRunId)?.state, response.body.state);
    else reaches(stage, () => readRows(stage, dagId, dagRunId, more), expected);
    return;
  }
  const answer = send(stage, request, { dagId, dagRunId, more });
  expect(statusesOf(answer)).toContain(response.status);
  if (answer.kind === 'answered' && expected !== undefined) {
    expect(answer.value.map((one) => shorten(describeAffected(one), expected)).sort()).toEqual(expected);
  }
}

/** Lets time pass, change by change, until the model shows what was recorded at some moment. */
function reaches(stage: Stage, read: () => unknown, expected: unknown): void {
  const seen: unknown[] = [];
  for (let moments = 0; moments < 200; moments += 1) {
    stage.model.advance(stage.now);
    const shown = read();
    if (JSON.stringify(shown) === JSON.stringify(expected)) return;
    seen.push(shown);
    const next = stage.model.nextChangeAt();
    if (next === null) break;
    stage.now = Math.max(stage.now, next);
  }
  expect(seen).toContainEqual(expected);
}

function readRows({ model }: Stage, dagId: string, dagRunId: string, [, taskId, tries]: readonly string[]): string[] {
  if (tries === undefined) return (model.listTaskInstances(dagId, dagRunId) ?? []).map(describeOwn).sort();
  const rows = model.listTries({ dagId, dagRunId, taskId: taskId ?? '', mapIndex: -1 }) ?? [];
  return rows.map((row) => describeOwn({ ...row, taskId: taskId ?? '', mapIndex: -1 })).sort();
}

function send(
  { model, now }: Stage,
  { method, path, body }: Recording['request'],
  { dagId, dagRunId, more }: { dagId: string; dagRunId: string; more: readonly string[] },
): Answer<readonly AffectedInstance[]> {
  const fields = Object.fromEntries(Object.entries(body ?? {}).map(([name, value]) => [names[name] ?? name, value]));
  if (path.endsWith('/clearTaskInstances')) return model.clear({ ...readClear(fields), dagId }, now);
  if (path.endsWith('/updateTaskInstancesState')) return model.setTaskInstanceState({ ...readSet(fields), dagId }, now);
  if (path.endsWith('/clear')) return affectedOf(model.clearRun({ dagId, dagRunId, ...fields }, now));
  if (method !== 'PATCH') throw new Error(`nothing replays ${method} ${path}`);
  const [, taskId, ...tail] = more;
  if (taskId === undefined)
    return noneOf(model.setRunState({ dagId, dagRunId, state: readRunState(fields['state']) }, now));
  const mapIndex = tail[0] === undefined || tail[0] === 'dry_run' ? undefined : Number(tail[0]);
  const isDryRun = fields['isDryRun'] === true || tail.includes('dry_run');
  return model.setTaskInstanceState({ ...readSet({ ...fields, dagRunId, taskId }), dagId, mapIndex, isDryRun }, now);
}

const names: Readonly<Record<string, string>> = {
  dry_run: 'isDryRun',
  dag_run_id: 'dagRunId',
  only_failed: 'onlyFailed',
  only_running: 'onlyRunning',
  reset_dag_runs: 'resetDagRuns',
  include_downstream: 'includeDownstream',
  include_upstream: 'includeUpstream',
  include_future: 'includeFuture',
  include_past: 'includePast',
  task_ids: 'taskIds',
  task_id: 'taskId',
  new_state: 'state',
};

// The recorded bodies are those that a real Airflow took: only their names differ from the model's.
const readClear = (fields: Record<string, unknown>) => fields as unknown as Omit<ClearTaskInstances, 'dagId'>;
const readSet = (fields: Record<string, unknown>) =>
  fields as unknown as { dagRunId: string; taskId: string; state: 'success' };
const readRunState = (state: unknown) => state as 'success' | 'failed' | 'queued';

function affectedOf(answer: Answer<{ affected: AffectedInstance[] }>): Answer<AffectedInstance[]> {
  return answer.kind === 'answered' ? { kind: 'answered', value: answer.value.affected } : answer;
}

function noneOf(answer: Answer<unknown>): Answer<AffectedInstance[]> {
  return answer.kind === 'answered' ? { kind: 'answered', value: [] } : answer;
}

function statusesOf(answer: Answer<unknown>): number[] {
  if (answer.kind !== 'refused') return [200];
  return { 'bad-request': [400, 422], 'not-found': [404], conflict: [409] }[answer.reason];
}

function describe({
  dag_id,
  dag_run_id,
  task_id,
  map_index,
  state,
  try_number,
  max_tries,
}: RecordedTaskInstance): string {
  const reference = `${dag_id} ${dag_run_id} ${task_id}`;
  return try_number === undefined
    ? reference
    : `${task_id}[${map_index}] ${state ?? 'none'} try ${try_number} max ${max_tries}`;
}

function describeAffected(one: AffectedInstance): [string, string] {
  return [`${one.dagId} ${one.dagRunId} ${one.taskId}`, describeOwn(one)];
}

/** Airflow 2 answers with references, Airflow 3 with whole task instances. */
function shorten([reference, whole]: [string, string], expected: readonly string[]): string {
  return expected.some((line) => line.includes(' try ')) ? whole : reference;
}

function describeOwn(one: {
  taskId: string;
  mapIndex: number;
  state: string;
  tryNumber: number;
  maxTries: number;
}): string {
  return `${one.taskId}[${one.mapIndex}] ${one.state} try ${one.tryNumber} max ${one.maxTries}`;
}
