import type { DagDefinition } from '../../sandbox/airflow-model/dag-definition.ts';
import type { Flavour } from '../../sandbox/airflow-model/flavour.ts';
import type { QuirkName } from '../../sandbox/airflow-model/quirk.ts';
import type { AirflowErrorCode } from '../../shared/core/airflow/airflow-error.ts';
import type { Pause } from '../../shared/core/incident/control.ts';

/** Everything that happens to a simulated world from outside, as data. Times are epoch ms. */
export interface Plan {
  readonly startAt: number;
  /** From here on nothing goes wrong any more. */
  readonly quietFrom: number;
  readonly endAt: number;
  /** The deadline that all policies of the plan set. */
  readonly deadlineMs: number;
  /** Whose rules Airflow follows, and so what its API can do. */
  readonly flavour: Flavour;
  readonly dags: readonly DagDefinition[];
  readonly runs: readonly PlannedRun[];
  /** What is deployed, in order; the first at the start. */
  readonly configs: readonly SimulatedConfig[];
  readonly acts: readonly PlannedAct[];
  readonly quirks: readonly { readonly at: number; readonly name: QuirkName; readonly occasions: number }[];
  readonly outages: readonly { readonly from: number; readonly until: number; readonly code: AirflowErrorCode }[];
  readonly alerts: AlertHabits;
  readonly queue: QueueHabits;
  /** The share of port calls that a fault strikes. */
  readonly faultShare: number;
  /** How long Airflow takes from a run's last task to its end: the window in which a clear can be lost. */
  readonly closeMs: number;
  /** How far ahead each concurrent looker's clock is; as many as there are lookers. */
  readonly skewsMs: readonly number[];
  readonly discoveryEveryMs: number;
  /** Searched for failed runs from the start; the others once a report named them. */
  readonly dagsInConfig: readonly string[];
  readonly adoptFailuresSince: number | null;
  /** A closed incident is forgotten after this long. */
  readonly keepClosedMs: number;
  /** The share of dry runs during which a person acts on the same run. */
  readonly personAtPreviewShare: number;
}

export interface PlannedRun {
  readonly at: number;
  readonly dagId: string;
  readonly dagRunId: string;
  readonly logicalAt: number;
}

export interface SimulatedConfig {
  readonly from: number;
  readonly mode: 'observe' | 'enforce';
  /** As a person writes it. */
  readonly policy: Readonly<Record<string, unknown>>;
}

/** How alerts misbehave: shares of the alerts or events concerned. */
export interface AlertHabits {
  readonly never: number;
  readonly twice: number;
  readonly late: number;
  readonly early: number;
  /** For a task that succeeded. */
  readonly forSuccess: number;
  /** For a task that Airflow will try again. */
  readonly forRetry: number;
  readonly withoutRun: number;
  readonly withoutTask: number;
  readonly resolved: number;
  /** About a run that Airflow does not know. */
  readonly forUnknownRun: number;
}

/** How the queue misbehaves: shares of the messages. */
export interface QueueHabits {
  readonly duplicated: number;
  readonly delayed: number;
  readonly reordered: number;
  readonly undeleted: number;
}

export interface PlannedAct {
  readonly at: number;
  readonly act: PersonAct;
}

/** What persons do, in Airflow and with Airmend. */
export type PersonAct =
  | { readonly kind: 'clear-failed'; readonly dagId: string; readonly dagRunId: string }
  | { readonly kind: 'clear-run'; readonly dagId: string; readonly dagRunId: string }
  | {
      readonly kind: 'mark-task';
      readonly dagId: string;
      readonly dagRunId: string;
      readonly taskId: string;
      readonly state: 'success' | 'failed' | 'skipped';
    }
  | {
      readonly kind: 'mark-run';
      readonly dagId: string;
      readonly dagRunId: string;
      readonly state: 'success' | 'failed';
    }
  | { readonly kind: 'pause-dag'; readonly dagId: string; readonly isPaused: boolean }
  | { readonly kind: 'dag-file'; readonly dagId: string; readonly file: 'present' | 'import-error' | 'gone' }
  | { readonly kind: 'tag-dag'; readonly dagId: string; readonly isOff: boolean }
  | { readonly kind: 'kill'; readonly dagId: string; readonly how: 'killed' | 'lost-worker' }
  | { readonly kind: 'pause-airmend'; readonly scope: Pause['scope']; readonly forMs: number | null }
  | { readonly kind: 'resume-airmend' }
  | { readonly kind: 'redrive' };

export const deployment = { name: 'production', deploymentId: 'runtime-1', defaultChannel: 'oncall' } as const;
export const channels = ['oncall', 'owners'] as const;
