import type { FlavourRules } from './flavour.ts';

/** A clear as it arrives, fields missing where the sender left them out. Times are epoch milliseconds. */
export interface ClearTaskInstances {
  readonly dagId: string;
  readonly isDryRun?: boolean | undefined;
  readonly dagRunId?: string | undefined;
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
  /** Absent: every task. A pair names one map index (Airflow 3). */
  readonly taskIds?: readonly TaskSelector[] | undefined;
  readonly onlyFailed?: boolean | undefined;
  readonly onlyRunning?: boolean | undefined;
  readonly includeUpstream?: boolean | undefined;
  readonly includeDownstream?: boolean | undefined;
  readonly includeFuture?: boolean | undefined;
  readonly includePast?: boolean | undefined;
  readonly resetDagRuns?: boolean | undefined;
}

export type TaskSelector = string | readonly [taskId: string, mapIndex: number];

/** The same with every flag filled in. */
export interface CompleteClear {
  readonly dagId: string;
  readonly isDryRun: boolean;
  readonly dagRunId: string | null;
  readonly startAt: number | null;
  readonly endAt: number | null;
  readonly taskIds: readonly TaskSelector[] | null;
  readonly onlyFailed: boolean;
  readonly onlyRunning: boolean;
  readonly includeUpstream: boolean;
  readonly includeDownstream: boolean;
  readonly includeFuture: boolean;
  readonly includePast: boolean;
  readonly resetDagRuns: boolean;
}

/** Airflow's own defaults: `onlyFailed` is true unless the sender asks for `onlyRunning` alone. */
export function completeClear(request: ClearTaskInstances, rules: FlavourRules): CompleteClear {
  return {
    dagId: request.dagId,
    isDryRun: request.isDryRun ?? true,
    dagRunId: request.dagRunId ?? null,
    startAt: request.startAt ?? null,
    endAt: request.endAt ?? null,
    taskIds: request.taskIds ?? null,
    onlyFailed: request.onlyFailed ?? true,
    onlyRunning: request.onlyRunning ?? false,
    includeUpstream: request.includeUpstream ?? false,
    includeDownstream: request.includeDownstream ?? false,
    includeFuture: request.includeFuture ?? false,
    includePast: request.includePast ?? false,
    resetDagRuns: request.resetDagRuns ?? rules.resetsRunsByDefault,
  };
}

/** Why Airflow refuses a clear before it looks at any run, or null. */
export function findClearFault(clear: CompleteClear, rules: FlavourRules): string | null {
  if (clear.onlyFailed && clear.onlyRunning) return 'only_failed and only_running both are set to True';
  if (clear.taskIds?.length === 0) return 'task_ids: Shorter than minimum length 1.';
  if (clear.dagRunId !== null && (clear.startAt !== null || clear.endAt !== null)) {
    return 'Exactly one of dag_run_id or (start_date and end_date) must be provided';
  }
  if (clear.startAt !== null && clear.endAt !== null && clear.endAt < clear.startAt)
    return 'end_date is sooner than start_date';
  if (!rules.addressesMapIndex && clear.taskIds?.some((selector) => typeof selector !== 'string')) {
    return 'task_ids: a task id is a string';
  }
  return null;
}
