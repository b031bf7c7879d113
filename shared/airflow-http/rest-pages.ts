import * as z from 'zod';
import type { Run } from '../core/airflow/run.ts';
import type { ListedTaskInstance, Page } from './page.ts';
import { count } from './wire-fields.ts';

/** Pages as Airflow's own REST APIs write them. A listing says how many there are; one that does not can't be known to be whole. */
export function taskInstancePageOf(taskInstance: z.ZodType<ListedTaskInstance>) {
  return z
    .object({ task_instances: z.array(taskInstance), total_entries: count })
    .transform(({ task_instances, total_entries }) => toPage(task_instances, total_entries));
}

export function runPageOf(run: z.ZodType<Run>) {
  return z
    .object({ dag_runs: z.array(run), total_entries: count })
    .transform(({ dag_runs, total_entries }) => toPage(dag_runs, total_entries));
}

/** These APIs do not say which limit they granted. */
function toPage<Item>(items: Item[], totalCount: number): Page<Item> {
  return { items, totalCount, limit: null };
}
