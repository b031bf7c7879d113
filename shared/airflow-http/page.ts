import type { TaskInstance } from '../core/airflow/task-instance.ts';

/** A task instance with the run it belongs to. */
export interface ListedTaskInstance extends TaskInstance {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly logicalAt: number | null;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly totalCount: number;
  /** The limit that the server granted; null: it does not say. */
  readonly limit: number | null;
}

export type Pages<Item> = AsyncGenerator<Page<Item>, void, undefined>;
