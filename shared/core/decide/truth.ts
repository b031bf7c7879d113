import type { Dag, Run } from '../airflow/run.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';

/** What one look read of one run. */
export interface Truth {
  /** When the reading began (epoch ms): everything in it is at least this new. */
  readonly observedAt: number;
  /** Null: the run does not exist. */
  readonly run: Run | null;
  /** The whole listing. */
  readonly taskInstances: readonly TaskInstance[];
  /** Undefined: not read in this look, because nothing was to be done. Null: the DAG does not exist. */
  readonly dag?: Dag | null;
  /** The log tails that were read in this look, redacted and bounded. */
  readonly logs: readonly LogReading[];
}

/** The end of the log of one failed try. */
export interface LogReading {
  readonly taskId: string;
  readonly mapIndex: number;
  readonly tryNumber: number;
  /** `missing`: Airflow says there is none (a dead worker). `cut`: its end was not reached. */
  readonly kind: 'text' | 'missing' | 'cut';
  /** Empty unless `text`. */
  readonly text: string;
}

/** The instances of each task, in the listing's order. */
export function byTask(taskInstances: readonly TaskInstance[]): Map<string, TaskInstance[]> {
  const tasks = new Map<string, TaskInstance[]>();
  for (const instance of taskInstances) {
    const siblings = tasks.get(instance.taskId);
    if (siblings === undefined) tasks.set(instance.taskId, [instance]);
    else siblings.push(instance);
  }
  return tasks;
}
