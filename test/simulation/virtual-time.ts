interface Moment {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/** A clock that only moves from one event to the next. What happens at the same time happens in the order in which it was asked for. */
export class VirtualTime {
  now: number;
  readonly #heap: Moment[] = [];
  #asked = 0;

  constructor(startAt: number) {
    this.now = startAt;
  }

  /** Never in the past. */
  at(time: number, happen: () => void): void {
    const moment = { at: Math.max(time, this.now), order: this.#asked, happen };
    this.#asked += 1;
    const heap = this.#heap;
    let place = heap.length;
    heap.push(moment);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(moment, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = moment;
  }

  after(ms: number, happen: () => void): void {
    this.at(this.now + ms, happen);
  }

  /** Lets everything happen until `endAt`. `other` is a world that changes by itself, such as the model of Airflow. */
  async runUntil(endAt: number, other: { nextChangeAt(): number | null; advance(now: number): void }): Promise<void> {
    for (;;) {
      const nextAt = this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
      const otherAt = other.nextChangeAt() ?? Number.POSITIVE_INFINITY;
      const time = Math.min(nextAt, otherAt);
      if (time > endAt) break;
      this.now = Math.max(this.now, time);
      if (otherAt <= nextAt) {
        other.advance(this.now);
        continue;
      }
      this.#takeFirst()?.happen();
      await microtasksDone();
    }
    this.now = endAt;
  }

  #takeFirst(): Moment | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
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
    return first;
  }
}

function isBefore(left: Moment, right: Moment): boolean {
  return left.at === right.at ? left.order < right.order : left.at < right.at;
}

/** Every continuation that an event set free has run when this resolves: Node empties the microtask queue before it turns to immediates. */
function microtasksDone(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
