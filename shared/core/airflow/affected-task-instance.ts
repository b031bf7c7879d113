/** A reference in a preview or an answer. `mapIndex` is null where the API does not say. */
export interface AffectedTaskInstance {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly taskId: string;
  readonly mapIndex: number | null;
}
