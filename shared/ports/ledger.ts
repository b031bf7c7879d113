import type { RunKey } from '../core/airflow/run.ts';
import type { RecordedLook } from '../core/decide/recorded-look.ts';
import type { Budget } from '../core/incident/budget.ts';
import type { Control } from '../core/incident/control.ts';
import type { Incident } from '../core/incident/incident.ts';

/**
 * The durable record. Every read is consistent; every change is a compare-and-swap on a revision.
 * Rejects with a `LedgerError` and nothing else.
 */
export interface Ledger {
  readIncident(run: RunKey): Promise<Revised<Incident> | null>;
  /** `expected` null: only if there is none yet. Conflict: somebody else was first; re-read and decide afresh. */
  recordIncident(incident: Incident, expected: Revision | null): Promise<Swap>;

  readControl(deploymentId: string): Promise<Revised<Control> | null>;
  recordControl(control: Control, expected: Revision | null): Promise<Swap>;

  readBudget(deploymentId: string): Promise<Revised<Budget> | null>;
  recordBudget(budget: Budget, expected: Revision | null): Promise<Swap>;

  /** Keeps a look for `explain` and replay. Append-only; losing one loses an explanation, never a decision. */
  recordLook(look: RecordedLook): Promise<void>;
  /** Newest first. */
  listLooks(run: RunKey, limit: number): Promise<RecordedLook[]>;

  /** Discovery covers this DAG from now on, until it was not named for 30 days. One that is known keeps its earlier due time. */
  recordDagOfInterest(dag: DagOfInterest): Promise<void>;
  /** The DAGs discovery covers in a deployment. */
  listDagsOfInterest(deploymentId: string): Promise<string[]>;
  /** A discovery is wanted at this time rather than in its turn. */
  recordDiscovered(dag: { deploymentId: string; dagId: string; dueAt: number }): Promise<void>;

  /** What is due at `now`, oldest first, from an eventually consistent index: lease before use. */
  listDue(now: number, limit: number): Promise<DueWork[]>;
  /** Moves the due time forward if it still is what was listed. False: somebody else has it. */
  lease(work: DueWork, until: number): Promise<boolean>;

  /** Open incidents, soonest due first, then those closed since, newest first (null: only the open ones). */
  listIncidents(query: { limit: number; closedSince: number | null; now: number }): Promise<Incident[]>;
}

/** Opaque to all but the ledger. */
export type Revision = string;

export interface Revised<Item> {
  readonly item: Item;
  readonly revision: Revision;
}

export type Swap = { readonly kind: 'recorded'; readonly revision: Revision } | { readonly kind: 'conflict' };

export interface DagOfInterest {
  readonly deploymentId: string;
  readonly deployment: string;
  readonly dagId: string;
  readonly dueAt: number;
  /** When discovery may forget it; null: it stands in the config. */
  readonly forgetAt: number | null;
}

export type DueWork =
  | { readonly kind: 'look'; readonly run: RunKey; readonly deployment: string; readonly dueAt: number }
  | {
      readonly kind: 'discover';
      readonly deploymentId: string;
      readonly deployment: string;
      readonly dagId: string;
      readonly dueAt: number;
    };

export type LedgerErrorCode =
  | 'unreachable'
  | 'throttled'
  | 'denied'
  | 'not-found'
  | 'unreadable-item'
  | 'newer-item'
  | 'item-too-large';

/** The ledger could not be asked, or an item could not be read. Holds no library error. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
