/** The tasks of a DAG as it is now, and what lies below each. */
export type TaskGraph = readonly TaskNode[];

export interface TaskNode {
  readonly taskId: string;
  readonly triggerRule: string | null;
  readonly downstreamTaskIds: readonly string[];
}
