import { Heap } from './heap.ts';
import type { RunRecord, TaskInstanceRecord } from './run-record.ts';

/** Something that will happen by itself: the scheduler looks at a run, or a task instance moves on. */
export interface AgendaEntry {
  readonly at: number;
  readonly run: RunRecord;
  /** Null: the run itself. */
  readonly taskInstance: TaskInstanceRecord | null;
}

/**
 * In order of time, then of creation of run and task instance, so that a restored model goes on exactly alike.
 * An entry that no longer agrees with its record's due time is stale and skipped.
 */
export class Agenda {
  readonly #entries = new Heap<AgendaEntry>(isBefore);

  add(entry: AgendaEntry): void {
    this.#entries.add(entry);
  }

  /** The next entry that still holds, without taking it. */
  peek(): AgendaEntry | null {
    for (let first = this.#entries.first(); first !== undefined; first = this.#entries.first()) {
      if (holds(first)) return first;
      this.#entries.takeFirst();
    }
    return null;
  }

  /** Takes the next entry that still holds if it is due by then. */
  takeDue(now: number): AgendaEntry | null {
    const first = this.peek();
    if (first === null || first.at > now) return null;
    this.#entries.takeFirst();
    return first;
  }
}

function holds({ at, run, taskInstance }: AgendaEntry): boolean {
  return at === (taskInstance === null ? run.wakeAt : taskInstance.dueAt);
}

function isBefore(a: AgendaEntry, b: AgendaEntry): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.run !== b.run) return a.run.ordinal < b.run.ordinal;
  return (a.taskInstance?.ordinal ?? -1) < (b.taskInstance?.ordinal ?? -1);
}
