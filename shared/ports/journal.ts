import type { RunKey } from '../core/airflow/run.ts';
import type { Outcome } from '../core/incident/outcome.ts';

/** What happens, as it happens, for logs, metrics and the sandbox's terminal. Never holds a secret; must not throw. */
export interface Journal {
  note(event: JournalEvent): void;
}

/** One thing that happened. `event` is stable and greppable; the rest are its facts. */
export type JournalEvent = JournalRunEvent | JournalOtherEvent;

export type JournalRunEvent = { readonly run: RunKey; readonly deployment: string } & (
  | { readonly event: 'hint-covered'; readonly reportId: string | null; readonly lookBeganAt: number }
  | { readonly event: 'hint-without-incident'; readonly reportId: string | null; readonly reason: string }
  | {
      readonly event: 'look-began';
      readonly look: number;
      readonly generation: number;
      readonly reportId: string | null;
    }
  | { readonly event: 'look-deferred'; readonly until: number; readonly reason: string }
  | { readonly event: 'look-lost'; readonly reason: string }
  | { readonly event: 'airflow-trouble'; readonly code: string; readonly detail: string; readonly nextLookAt: number }
  | {
      readonly event: 'case-decided';
      readonly taskId: string;
      readonly rule: string | null;
      readonly next: string;
      readonly reason: string;
      readonly failureClass: string | null;
      readonly decidingLine: string | null;
      readonly verdicts: readonly { readonly guardrail: string; readonly kind: string; readonly reason: string }[];
    }
  | {
      readonly event: 'write-proved';
      readonly action: string;
      readonly taskIds: readonly string[];
      readonly touched: number;
    }
  | { readonly event: 'write-refused'; readonly action: string; readonly reason: string }
  | {
      readonly event: 'write-sent';
      readonly intentId: string;
      readonly action: string;
      readonly taskIds: readonly string[];
      readonly touched: number;
    }
  | { readonly event: 'write-unknown'; readonly intentId: string; readonly code: string; readonly detail: string }
  | { readonly event: 'effect-wider'; readonly intentId: string; readonly difference: string }
  | { readonly event: 'look-ended'; readonly dueAt: number; readonly reason: string }
  | {
      readonly event: 'incident-closed';
      readonly outcome: Outcome;
      readonly reason: string;
      readonly generation: number;
    }
  | {
      /** `told-together`: another run's message has told of the deployment's cause. */
      readonly event: 'told' | 'told-together';
      readonly notificationId: string;
      readonly channel: string;
      readonly kind: string;
    }
  | { readonly event: 'telling-failed'; readonly notificationId: string; readonly detail: string }
);

export type JournalOtherEvent =
  | {
      readonly event: 'report-accepted';
      readonly reportId: string;
      readonly source: string;
      readonly dagId: string | null;
      readonly dagRunId: string | null;
      readonly taskId: string | null;
    }
  | {
      readonly event: 'request-refused';
      readonly status: number;
      readonly source: string | null;
      readonly reason: string;
    }
  /** An authenticated request that told of no failure. */
  | { readonly event: 'event-ignored'; readonly source: string; readonly reason: string }
  | { readonly event: 'delivery-replayed'; readonly source: string }
  | { readonly event: 'replay-cache-away'; readonly source: string; readonly detail: string }
  | { readonly event: 'message-parked'; readonly messageId: string; readonly reason: string }
  | {
      readonly event: 'hint-noted';
      readonly reportId: string;
      readonly deployment: string;
      readonly dagId: string | null;
      readonly runs: number;
      readonly reason: string;
    }
  | { readonly event: 'run-discovered'; readonly deployment: string; readonly dagId: string; readonly dagRunId: string }
  | {
      readonly event: 'discovery-failed';
      readonly deployment: string;
      readonly dagId: string;
      readonly code: string;
      readonly detail: string;
    }
  | {
      readonly event: 'swept';
      readonly looks: number;
      readonly discoveries: number;
      /** How long the oldest due work had been due. */
      readonly overdueMs: number;
    }
  | {
      readonly event: 'deployment-adopted';
      readonly deployment: string;
      readonly adoptedAt: number;
      /** What may act: rules by name, and `otherwise`. */
      readonly enforcing: readonly string[];
    }
  /** A look failed, and the deployment is closed after repeated trouble. */
  | { readonly event: 'deployment-closed'; readonly deployment: string; readonly code: string }
  | { readonly event: 'deployment-paused'; readonly deployment: string; readonly reason: string }
  /** A token that was read and is good: once a day and process. */
  | { readonly event: 'token-good' | 'token-expiring'; readonly deployment: string; readonly daysLeft: number };
