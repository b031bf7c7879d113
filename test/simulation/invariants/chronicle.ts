import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import type { Dag, Run, RunReference } from '../../../shared/core/airflow/run.ts';
import type { TaskInstance } from '../../../shared/core/airflow/task-instance.ts';
import type { Control, Pause } from '../../../shared/core/incident/control.ts';
import type { Intent } from '../../../shared/core/incident/intent.ts';
import type { Happening, Sent, WriteRequest } from '../happening.ts';
import type { SimulatedProcess } from '../process.ts';
import type { SimulatedWorld } from '../world.ts';

export interface Listing {
  readonly at: number;
  readonly taskInstances: readonly TaskInstance[];
}

export interface Previewed {
  readonly at: number;
  readonly write: Exclude<WriteRequest, { kind: 'queueRun' }>;
  readonly answer: readonly { dagId: string; dagRunId: string; taskId: string }[];
}

/** What one process has seen so far. */
export interface Seen {
  readonly listings: Map<string, Listing>;
  readonly runs: Map<string, Run>;
  preview: Previewed | null;
  dag: { readonly at: number; readonly dag: Dag | null } | null;
  readonly decidedToWrite: Set<string>;
}

/** An intent that a process recorded, and what became of its request. */
export interface KnownIntent {
  readonly intent: Intent;
  readonly run: RunReference;
  readonly process: SimulatedProcess;
  readonly listing: Listing | null;
  sent: Sent | null;
  sentAt: number | null;
  /** Its process knows that the request was not executed. */
  isRefused: boolean;
}

interface KnownPause extends Pick<Pause, 'scope' | 'by' | 'until'> {
  readonly from: number;
  endedAt: number;
}

/** What the invariants remember of a world, from the happenings alone: nothing of it comes from the code under test. */
export class Chronicle {
  readonly #seen = new Map<SimulatedProcess, Seen>();
  readonly intents: KnownIntent[] = [];
  readonly pauses: KnownPause[] = [];
  /** When a person last acted on a run. */
  readonly actedAt = new Map<string, number>();

  of(process: SimulatedProcess): Seen {
    const known = this.#seen.get(process);
    if (known !== undefined) return known;
    const seen: Seen = { listings: new Map(), runs: new Map(), preview: null, dag: null, decidedToWrite: new Set() };
    this.#seen.set(process, seen);
    return seen;
  }

  listing(process: SimulatedProcess, run: RunReference): Listing | null {
    return this.of(process).listings.get(keyOf(run)) ?? null;
  }

  /** The newest intent that this process recorded for the run. */
  intentOf(process: SimulatedProcess, run: RunReference): KnownIntent | null {
    return this.intents.findLast((known) => known.process === process && keyOf(known.run) === keyOf(run)) ?? null;
  }

  /** Somebody had paused what covers the run, before `at` and still then. Clocks may differ by some seconds. */
  isPaused(run: RunReference, at: number): boolean {
    return this.pauses.some(
      ({ scope, from, until, endedAt }) =>
        from <= at &&
        endedAt > at &&
        (until === null || until > at + clockSlackMs) &&
        (scope.dagId === null || scope.dagId === run.dagId) &&
        (scope.dagRunId === null || scope.dagRunId === run.dagRunId),
    );
  }

  see(happening: Happening, { time }: SimulatedWorld): void {
    const at = time.now;
    switch (happening.kind) {
      case 'listed':
        this.of(happening.process).listings.set(keyOf(happening.run), { at, taskInstances: happening.taskInstances });
        return;
      case 'run-read':
        if (happening.run !== null) this.of(happening.process).runs.set(keyOf(happening.run), happening.run);
        return;
      case 'dag-read':
        this.of(happening.process).dag = { at, dag: happening.dag };
        return;
      case 'previewed':
        this.of(happening.process).preview = { at, write: happening.write, answer: happening.answer };
        return;
      case 'recorded':
        this.#seeRecorded(happening);
        return;
      case 'answered':
        this.#seeAnswered(happening);
        return;
      case 'acted':
        this.#seeAct(happening.act, at);
        return;
      case 'noted':
        this.#seeNoted(happening);
        return;
      case 'controlled':
        this.#seeControl(happening.control, at);
        return;
    }
  }

  #seeRecorded({ process, incident, before }: Extract<Happening, { kind: 'recorded' }>): void {
    const { intent, run } = incident;
    if (intent === null || intent.intentId === before?.intent?.intentId) return;
    const listing = this.listing(process, run);
    this.intents.push({ intent, run, process, listing, sent: null, sentAt: null, isRefused: false });
  }

  #seeAnswered({ process, write, answer }: Extract<Happening, { kind: 'answered' }>): void {
    const known = this.intentOf(process, write.request);
    if (known !== null && answer instanceof AirflowError && answer.executed === 'no') known.isRefused = true;
  }

  #seeAct(act: Extract<Happening, { kind: 'acted' }>['act'], at: number): void {
    if ('dagRunId' in act) this.actedAt.set(keyOf(act), at);
    if (act.kind === 'pause-airmend') {
      const until = act.forMs === null ? null : at + act.forMs;
      this.pauses.push({ scope: act.scope, by: 'a person', from: at, until, endedAt: Number.POSITIVE_INFINITY });
    }
    if (act.kind === 'resume-airmend') for (const pause of this.pauses) pause.endedAt = Math.min(pause.endedAt, at);
  }

  #seeNoted({ process, event }: Extract<Happening, { kind: 'noted' }>): void {
    if (event.event === 'case-decided' && event.next === 'write') this.of(process).decidedToWrite.add(event.taskId);
  }

  /** A pause that Airmend made by itself. */
  #seeControl({ pauses }: Control, at: number): void {
    const own = pauses.find(({ by }) => by !== 'a person');
    if (own === undefined || this.pauses.some(({ by, endedAt }) => by === own.by && endedAt > at)) return;
    this.pauses.push({ ...own, from: at, endedAt: Number.POSITIVE_INFINITY });
  }

  /** After the invariants have judged it. */
  noteSent({ process, sent }: Extract<Happening, { kind: 'sent' }>, at: number): void {
    const known = this.intentOf(process, sent.write.request);
    if (known === null) return;
    known.sent = sent;
    known.sentAt = at;
  }
}

/** Two clocks of a world differ by no more. */
export const clockSlackMs = 4_000;

export function keyOf({ dagId, dagRunId }: RunReference): string {
  return `${dagId}/${dagRunId}`;
}

/** The tasks of a listing in one of some states. */
export function tasksIn(taskInstances: readonly TaskInstance[], ...states: readonly string[]): Set<string> {
  return new Set(taskInstances.filter(({ state }) => states.includes(state)).map(({ taskId }) => taskId));
}
