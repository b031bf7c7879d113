import type { CompiledTask } from './compiled-dag.ts';
import { outcomeOfStart } from './compiled-dag.ts';
import type { LogSource } from './dag-definition.ts';
import type { RunRecord, RunTask, Start, TaskInstanceRecord } from './run-record.ts';

/** Logs that definitions may name. */
export type NamedLogs = Readonly<Record<string, readonly string[]>>;

/** `missing`: Airflow has no log for this try. */
export type TryLog = { readonly kind: 'lines'; readonly lines: readonly string[] } | { readonly kind: 'missing' };

/** The log of one try in Airflow 2's text form, as much of it as is written by `now`. */
export function readTryLog(
  logs: NamedLogs,
  { run, group, taskInstance }: { run: RunRecord; group: RunTask; taskInstance: TaskInstanceRecord },
  tryNumber: number,
  now: number,
): TryLog {
  const { task } = group;
  const lines: string[] = [];
  for (const [number, start] of taskInstance.starts.entries()) {
    if (start.tryNumber !== tryNumber || task === null) continue;
    const own = ownLines(logs, logOf(task, taskInstance, number));
    if (own === null) continue;
    lines.push(...renderStart(run, task, start, own, now));
  }
  return lines.length === 0 ? { kind: 'missing' } : { kind: 'lines', lines };
}

function logOf(task: CompiledTask, taskInstance: TaskInstanceRecord, number: number): LogSource | undefined {
  return outcomeOfStart(task, taskInstance.mapIndex, number).log;
}

function ownLines(logs: NamedLogs, source: LogSource | undefined): readonly string[] | null {
  if (source === null) return null;
  if (typeof source !== 'string') return source ?? [];
  if (!Object.hasOwn(logs, source)) throw new TypeError(`there is no log named ${source}`);
  return logs[source] ?? [];
}

function renderStart(run: RunRecord, task: CompiledTask, start: Start, own: readonly string[], now: number): string[] {
  const began = stamp(start.startedAt);
  const date =
    run.logicalAt === null
      ? 'None'
      : new Date(run.logicalAt).toISOString().replace('T', ' ').replace('.000Z', '+00:00');
  const head = [
    `[${began}] {taskinstance.py:2885} INFO - Starting attempt ${start.tryNumber} of ${start.maxTries + 1}`,
    `[${began}] {taskinstance.py:2908} INFO - Executing <Task(${task.operator}): ${task.taskId}> on ${date}`,
  ];
  const isOver = start.endedAt !== null && start.endedAt <= now;
  if (start.ending === null || !isOver) return head;
  const body = endsAsDefined.has(start.ending) || start.ending === 'lost-worker' ? own : [];
  const tail = tails[start.ending].map(
    (line) => `[${stamp(start.endedAt ?? now)}] ${line.replace('{state}', start.setTo ?? '')}`,
  );
  const hasExit = body.some((line) => line.includes('Task exited with return code'));
  return [...head, ...body, ...(hasExit ? [] : tail)];
}

const endsAsDefined: ReadonlySet<string> = new Set(['succeeded', 'skipped', 'failed', 'killed']);

const killedLine =
  '{local_task_job_runner.py:266} INFO - Task exited with return code -9. For more information, see https://airflow.apache.org/docs/apache-airflow/stable/troubleshooting.html#LocalTaskJob-killed';

const tails: Readonly<Record<NonNullable<Start['ending']>, readonly string[]>> = {
  succeeded: [
    '{taskinstance.py:361} INFO - Marking task as SUCCESS.',
    '{local_task_job_runner.py:266} INFO - Task exited with return code 0',
  ],
  skipped: [
    '{taskinstance.py:361} INFO - Marking task as SKIPPED.',
    '{local_task_job_runner.py:266} INFO - Task exited with return code 0',
  ],
  failed: [
    '{taskinstance.py:1225} INFO - Marking task as FAILED.',
    '{local_task_job_runner.py:266} INFO - Task exited with return code 1',
  ],
  killed: [killedLine],
  'lost-worker': [],
  'missing-setup': [
    '{taskinstance.py:3313} ERROR - Task failed with exception: what its setup makes is not there',
    '{local_task_job_runner.py:266} INFO - Task exited with return code 1',
  ],
  'externally-set': [
    '{local_task_job_runner.py:313} WARNING - State of this instance has been externally set to {state}. Terminating instance.',
    '{local_task_job_runner.py:266} INFO - Task exited with return code -15',
  ],
  cleared: [
    '{local_task_job_runner.py:266} INFO - Task exited with return code -15',
    '{taskinstance.py:1225} INFO - Task killed!',
  ],
};

function stamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}
