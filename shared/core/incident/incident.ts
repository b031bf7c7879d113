import type { RunKey } from '../airflow/run.ts';
import type { Step } from '../policy/policy.ts';
import type { Intent } from './intent.ts';
import type { Notification } from './notification.ts';
import type { Outcome } from './outcome.ts';
import type { Roots, TaskRoots } from './roots.ts';
import type { StoryEntry } from './story.ts';

/**
 * The life of one run's trouble, from the first hint to a final outcome. All times are epoch ms.
 * One item of the ledger, changed by compare-and-swap on `revision`.
 */
export interface Incident {
  readonly run: RunKey;
  /** The deployment's name in the config, for people; keys hold its stable id. */
  readonly deployment: string;
  /** Counts the incidents of this run: a closed one opens again only for a failure that it has not seen. */
  readonly generation: number;
  readonly openedAt: number;
  readonly hints: Hints;
  /** When the latest look began; a hint that was received well before it is covered by it. */
  readonly lookBeganAt: number | null;
  readonly looks: number;
  /** Looks since something changed: the position in the cadence. */
  readonly quietLooks: number;
  /** When the next look is due; null once closed. */
  readonly dueAt: number | null;
  /** One per task that failed, in the order in which they were seen. */
  readonly cases: readonly Case[];
  readonly intent: Intent | null;
  readonly outbox: readonly Notification[];
  /** Consecutive looks that Airflow would not answer. */
  readonly trouble: Trouble | null;
  /** What Airmend's own writes added, over all generations. */
  readonly tries: readonly TaskTries[];
  /** How many times blocked leftovers were cleared, and whether a lost clear was mended, in this generation. */
  readonly completions: number;
  readonly runQueuings: number;
  readonly story: readonly StoryEntry[];
  readonly closing: Closing | null;
}

/** What alerts said. Only bounded facts are kept, as advice: the API decides. */
export interface Hints {
  readonly count: number;
  readonly lastReceivedAt: number;
  /** The first three reports' facts. */
  readonly advisory: readonly AdvisoryFacts[];
  /** Tasks that were named by a report, at most fifty; empty: the run as a whole. */
  readonly taskIds: readonly string[];
}

export interface AdvisoryFacts {
  readonly reportId: string;
  readonly source: string;
  readonly error: string | null;
  readonly severity: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** One failed task of an incident, with all its map indexes. */
export interface Case {
  readonly taskId: string;
  readonly openedAt: number;
  /** The newest end among the instances that were failed when last seen failed. */
  readonly failedAt: number;
  /** The instances that were failed when last seen failed. */
  readonly failing: Roots;
  readonly evidence: CaseEvidence | null;
  /** The rule that decided, or null for `otherwise`; undefined before one was chosen. */
  readonly rule?: string | null;
  /** The plan as it stood when its present step began: a policy change doesn't pull the rug from under a running step. */
  readonly plan: readonly Step[];
  readonly step: number;
  /** What the step's `after` counts from. */
  readonly stepSince: number;
  /** The present step's write, once its intent was recorded. */
  readonly written: CaseWrite | null;
  readonly writes: number;
  /** Time since the write in which nothing of the case was running or queued, and when that was last added up. */
  readonly idle: { readonly ms: number; readonly since: number | null };
  readonly toldAt: number | null;
  readonly ending: Ending | null;
}

export interface Ending {
  readonly outcome: Outcome;
  readonly at: number;
  readonly reason: string;
  /** Who is to hear of it; null: nobody. */
  readonly channel: string | null;
}

export interface CaseWrite {
  readonly intentId: string;
  readonly roots: Roots;
  readonly at: number;
  /** Seen on the roots. */
  readonly happened: boolean;
}

/** Why it failed, read once per failure. The excerpt is redacted and bounded. */
export interface CaseEvidence {
  /** The roots this was read for have this newest end. */
  readonly failedAt: number;
  readonly log: 'text' | 'missing' | 'cut';
  readonly failureClass: string;
  readonly transient: boolean | 'unsure';
  readonly decidingLine: string | null;
  /** From 0 to 1, and the signature that decided: absent where nothing or a class of the policy's own did. */
  readonly confidence?: number;
  readonly signature?: string;
  /** The log says that the state was set from outside: a person or another program was there. */
  readonly setFromOutside: boolean;
  /** The map indexes whose logs were read, when not all were. */
  readonly sampled: readonly number[] | null;
  /** What of the policy protects this case, seen with the log at hand; null: nothing. */
  readonly protectedBy: string | null;
  /** The policy this was judged with: another one reads the log again. */
  readonly policyHash: string;
}

export interface TaskTries {
  readonly taskId: string;
  /** Tries Airmend added, an upper bound until settled, per map index; absent: none. */
  readonly added: Readonly<Record<string, number>>;
  /** Exact after Airmend's own clear: maxTries then − tryNumber before. */
  readonly retries: number | null;
}

export interface Trouble {
  readonly failures: number;
  readonly code: string;
  readonly message: string;
  readonly since: number;
}

/** What a closed incident remembers, so that the same failure does not open it again. */
export interface Closing {
  readonly outcome: Outcome;
  readonly at: number;
  readonly reason: string;
  readonly failing: readonly TaskRoots[];
  readonly runEndedAt: number | null;
}
