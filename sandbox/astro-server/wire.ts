import type { AffectedInstance } from '../airflow-model/answer.ts';
import type { DagView, RunView, TaskInstanceView } from '../airflow-model/read-model.ts';
import type { Spelling } from './operation.ts';

/** A date as Python writes it: microseconds, and none where they are zero. */
export function writeDate(at: number | null): string | null {
  if (at === null) return null;
  return new Date(at)
    .toISOString()
    .replace(/\.(\d{3})Z$/, (_end, ms: string) => `${ms === '000' ? '' : `.${ms}000`}+00:00`);
}

export function writeState(state: string, { states }: Pick<Spelling, 'states'>): string | null {
  if (state === 'none') return states === 'snake' ? null : 'none';
  return states === 'snake' ? state : state.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

export function writeTaskInstance(run: RunView, taskInstance: TaskInstanceView, spelling: Spelling): object {
  const { taskId, mapIndex, state, tryNumber, maxTries, queuedAt, startedAt, endedAt, durationSeconds } = taskInstance;
  const { operator, queue, pool } = taskInstance;
  const hasRun = tryNumber > 0;
  return {
    dagId: run.dagId,
    dagRunId: run.dagRunId,
    duration: durationSeconds,
    endDate: writeDate(endedAt),
    executionDate: writeDate(run.logicalAt),
    executorConfig: '{}',
    hostname: hasRun ? 'worker-1' : '',
    mapIndex,
    maxTries,
    note: null,
    operator,
    pid: null,
    pool,
    poolSlots: 1,
    priorityWeight: 1,
    queue,
    queuedWhen: writeDate(queuedAt),
    renderedFields: {},
    startDate: writeDate(startedAt),
    state: writeState(state, spelling),
    taskId,
    tryNumber,
    unixname: 'airflow',
  };
}

/** Names a task instance without its map index. */
export function writeReference({ dagId, dagRunId, logicalAt, taskId }: AffectedInstance): object {
  return { dagId, dagRunId, executionDate: writeDate(logicalAt), taskId };
}

export function writeRun(run: RunView): object {
  const logicalDate = writeDate(run.logicalAt);
  return {
    conf: {},
    dagId: run.dagId,
    dagRunId: run.dagRunId,
    dataIntervalEnd: logicalDate,
    dataIntervalStart: logicalDate,
    endDate: writeDate(run.endedAt),
    executionDate: logicalDate,
    externalTrigger: run.runType === 'manual',
    id: run.dagRunId,
    lastPickled: null,
    logicalDate,
    note: null,
    runType: run.runType,
    startDate: writeDate(run.startedAt),
    state: run.state,
    type: run.runType,
  };
}

export function writeDag(dag: DagView): object {
  return {
    dagId: dag.dagId,
    defaultView: 'grid',
    description: null,
    fileToken: `token-of-${dag.dagId}`,
    fileloc: '/usr/local/airflow/dags/dags.py',
    hasImportErrors: dag.hasImportErrors,
    hasTaskConcurrencyLimits: false,
    isActive: dag.isActive,
    isPaused: dag.isPaused,
    isSubdag: false,
    lastExpired: null,
    lastParsedTime: null,
    lastPickled: null,
    maxActiveRuns: dag.maxActiveRuns,
    maxActiveTasks: 16,
    nextDagrun: null,
    nextDagrunCreateAfter: null,
    nextDagrunDataIntervalEnd: null,
    nextDagrunDataIntervalStart: null,
    owners: dag.owners,
    pickleId: null,
    rootDagId: null,
    scheduleInterval: null,
    schedulerLock: null,
    tags: dag.tags.map((name) => ({ name })),
    timetableDescription: 'Never, external triggers only',
  };
}

/** `[('worker-1', '…\n…')]`, as Python's `repr` would print it. */
export function writePythonPairs(hostname: string, text: string): string {
  return `[(${pythonRepr(hostname)}, ${pythonRepr(text)})]`;
}

function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}
