import type { RunState } from './state.ts';

/** Airflow's own word for every DAG; no DAG can be called so. */
export const allDags = '~';

/** Names one DAG run within a deployment. */
export interface RunReference {
  readonly dagId: string;
  readonly dagRunId: string;
}

/** Names one DAG run of one deployment. `deploymentId` is the stable id (Astro: runtimeId), not the config's name. */
export interface RunKey extends RunReference {
  readonly deploymentId: string;
}

/** One DAG run as the API showed it. Times are epoch milliseconds. */
export interface Run extends RunReference {
  readonly state: RunState;
  /** scheduled, manual, backfill, dataset_triggered, asset_triggered …: an open set. */
  readonly runType: string;
  readonly logicalAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** What the API tells of a DAG. Null: this API does not say. */
export interface Dag {
  readonly dagId: string;
  readonly isPaused: boolean | null;
  /** False: gone from its file or stale. */
  readonly isActive: boolean | null;
  readonly hasImportErrors: boolean | null;
  readonly maxActiveRuns: number | null;
  readonly tags: readonly string[];
  readonly owners: readonly string[];
}
