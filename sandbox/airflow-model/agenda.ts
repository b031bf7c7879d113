import type { RunRecord, TaskInstanceRecord } from './run-record.ts';

/** Something that will happen by itself: the scheduler looks at a run, or a task instance moves on. */
export interface AgendaEntry {
  readonly at: number;
  readonly run: RunRecord;
  /** Null: the run itself. */
  readonly taskInstance: TaskInstanceRecord | null;
}

/**
 * A binary heap by time, then by creation order of run and task instance, so that a restored model goes on exactly alike.
 * An entry that no longer agrees with its record's due time is stale and skipped.
 */
export class Agenda {
  readonly #heap: AgendaEntry[] = [];

  add(entry: AgendaEntry): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = entry;
  }

  /** The next entry that still holds, without taking it. */
  peek(): AgendaEntry | null {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (holds(top)) return top;
      this.#removeTop();
    }
    return null;
  }

  /** Takes the next entry that still holds if it is due by then. */
  takeDue(now: number): AgendaEntry | null {
    const top = this.peek();
    if (top === null || top.at > now) return null;
    this.#removeTop();
    return top;
  }

  #removeTop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      let smaller = heap[child];
      const right = heap[child + 1];
      if (smaller !== undefined && right !== undefined && isBefore(right, smaller)) {
        child += 1;
        smaller = right;
      }
      if (smaller === undefined || !isBefore(smaller, last)) break;
      heap[place] = smaller;
      place = child;
    }
    heap[place] = last;
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
